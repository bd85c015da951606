// Publishing and the power cut: every file operation is recorded, and every prefix of them replayed, each also with what
// was not synced lost. Afterwards the store answers with the old result, the new one, or neither; never with another.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { disk, type Disk } from './disk.ts';
import { openWorkspace } from './publish.ts';
import { find, resultFolder, workFolder, type Store } from './store.ts';
import { publishFiles, someMeta, writeFiles, type Files } from './testing.ts';

type Operation =
  | readonly ['write', file: string, text: string]
  | readonly ['link', target: string, file: string]
  | readonly ['rename', from: string, to: string]
  | readonly ['makeFolder', folder: string]
  | readonly ['syncFile', file: string]
  | readonly ['syncFolder', folder: string];

/** What happens to contents and names that were never synced; a file system may do any of these. */
const losses = ['nothing', 'contents', 'half of contents', 'names', 'contents and names'] as const;
type Loss = (typeof losses)[number];

const base = fs.mkdtempSync(path.join(os.tmpdir(), 'publish-'));
afterAll(() => fs.rmSync(base, { recursive: true }));
let folders = 0;
const fresh = () => path.join(base, String(++folders));
const key = 'a'.repeat(64);

/** The operations of publishing `files`, paths relative to the store; those of the task come first, unsynced. */
function record(store: Store, files: Files): Operation[] {
  const inStore = (file: string) => path.relative(store.folder, file);
  const output = path.join(workFolder(store, key), 'result');
  const operations: Operation[] = [
    ['makeFolder', inStore(output)],
    ...Object.entries(files).map(([name, text]) => ['write', inStore(path.join(output, name)), text] as const),
  ];
  const recorder: Disk = {
    makeFolder: (folder) => (operations.push(['makeFolder', inStore(folder)]), disk.makeFolder(folder)),
    write: (file, text) => (operations.push(['write', inStore(file), text]), disk.write(file, text)),
    link: (target, file) => (operations.push(['link', target, inStore(file)]), disk.link(target, file)),
    rename: (from, to) => (operations.push(['rename', inStore(from), inStore(to)]), disk.rename(from, to)),
    syncFile: (file) => (operations.push(['syncFile', inStore(file)]), disk.syncFile(file)),
    syncFolder: (folder) => (operations.push(['syncFolder', inStore(folder)]), disk.syncFolder(folder)),
  };
  publishFiles(store, files, { key }, recorder);
  return operations;
}

interface Kept {
  /** Where a name came to be, undefined for one of before; a rename may be lost while its folder is not synced. */
  readonly renames: { readonly from: string; readonly to: string; readonly over: string | undefined }[];
  readonly unsynced: Set<string>;
}

/** Carries out operations on a copy of the store of before, then loses what was not synced. */
function replay(before: string, operations: readonly Operation[], loss: Loss): Store {
  const folder = fresh();
  fs.cpSync(before, folder, { recursive: true, verbatimSymlinks: true });
  const at = (file: string) => path.join(folder, file);
  const kept: Kept = { renames: [], unsynced: new Set() };
  for (const [what, first, second] of operations) {
    if (what === 'makeFolder') fs.mkdirSync(at(first), { recursive: true });
    else if (what === 'write') {
      fs.mkdirSync(path.dirname(at(first)), { recursive: true });
      fs.writeFileSync(at(first), second!);
      kept.unsynced.add(first);
    } else if (what === 'link') fs.symlinkSync(first, at(second!));
    else if (what === 'syncFile') kept.unsynced.delete(first);
    else if (what === 'syncFolder') {
      const settled = kept.renames.filter(({ to }) => path.dirname(to) === first);
      settled.forEach((one) => kept.renames.splice(kept.renames.indexOf(one), 1));
    } else {
      const over = fs.existsSync(at(second!)) ? fresh() : undefined;
      if (over) fs.cpSync(at(second!), over, { recursive: true, verbatimSymlinks: true });
      fs.renameSync(at(first), at(second!));
      kept.renames.push({ from: first, to: second!, over });
      for (const file of [...kept.unsynced].filter((one) => one === first || one.startsWith(`${first}/`))) {
        kept.unsynced.delete(file);
        kept.unsynced.add(second! + file.slice(first.length));
      }
    }
  }
  if (loss.includes('contents')) {
    for (const file of kept.unsynced) {
      const text = fs.readFileSync(at(file), 'utf8');
      fs.writeFileSync(at(file), loss === 'half of contents' ? text.slice(0, text.length / 2) : '');
    }
  }
  if (loss.includes('names')) {
    for (const { from, to, over } of kept.renames.reverse()) {
      fs.rmSync(at(from), { recursive: true, force: true });
      fs.renameSync(at(to), at(from));
      if (over) fs.renameSync(over, at(to));
    }
  }
  return { folder };
}

/** What the store answers, as its files. */
function answer(store: Store): Files | undefined {
  const found = find(store, key);
  if (!found) return undefined;
  const folder = resultFolder(store, found.result);
  const names = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name !== 'SHA256');
  const files = names.filter((name) => fs.statSync(path.join(folder, name)).isFile());
  return Object.fromEntries(files.map((name) => [name, fs.readFileSync(path.join(folder, name), 'utf8')]));
}

const older = { 'a.txt': 'old', 'deep/er/b.txt': 'old' };
const newer = { 'a.txt': 'new', 'deep/er/b.txt': 'new', 'c.txt': 'more' };

function storeWith(files: Files | undefined, harm: (store: Store) => void = () => {}): Store {
  const store = { folder: fresh() };
  fs.mkdirSync(store.folder);
  if (files) publishFiles(store, files, { key });
  harm(store);
  return store;
}

const harmed = (store: Store) =>
  fs.writeFileSync(path.join(resultFolder(store, find(store, key)!.result), 'a.txt'), 'x');

describe.each<[string, Files | undefined, Files, (store: Store) => void]>([
  ['of a new key', undefined, newer, () => {}],
  ['over another result of the key', older, newer, () => {}],
  ['of the same again', newer, newer, () => {}],
  ['over contents that are damaged', newer, newer, harmed],
])('publishing %s', (_, before, after, harm) => {
  const store = storeWith(before, harm);
  const start = fresh();
  fs.cpSync(store.folder, start, { recursive: true, verbatimSymlinks: true });
  const wasThere = answer(store);
  const operations = record(store, after);

  test('ends with the new', () => {
    expect(operations.length).toBeGreaterThan(10);
    expect(answer(replay(start, operations, 'contents and names'))).toEqual(after);
  });

  test.each(losses)('cut anywhere, %s of the unsynced lost: the old, the new, or seen as damaged', (loss) => {
    for (let length = 0; length <= operations.length; length++) {
      const found = answer(replay(start, operations.slice(0, length), loss));
      const last = JSON.stringify(operations[length - 1]);
      expect([wasThere, after, undefined], `after ${last}`).toContainEqual(found);
      // and what was whole stays so until the new is there
      if (wasThere) expect(found, `after ${last}`).toBeDefined();
    }
  });

  test('cut anywhere and done again ends with the new', () => {
    for (let length = 0; length <= operations.length; length++) {
      const cut = replay(start, operations.slice(0, length), 'contents');
      publishFiles(cut, after, { key });
      expect(answer(cut)).toEqual(after);
    }
  });
});

test('the loss of what is not synced is felt: without syncs the store would be seen as damaged', () => {
  const store = storeWith(undefined);
  const start = fresh();
  fs.cpSync(store.folder, start, { recursive: true });
  const operations = record(store, newer).filter(([what]) => !what.startsWith('sync'));
  expect(answer(replay(start, operations, 'nothing'))).toEqual(newer);
  expect(answer(replay(start, operations, 'contents'))).toBeUndefined();
  expect(answer(replay(start, operations, 'names'))).toBeUndefined();
});

test('a result that holds a symbolic link, or nothing, is not published', () => {
  const store = storeWith(undefined);
  const linked = openWorkspace(store, key);
  writeFiles(linked.output, { 'a.txt': 'one' });
  fs.symlinkSync('/etc/passwd', path.join(linked.output, 'b.txt'));
  expect(() => linked.publish({ ...someMeta, key })).toThrow(/expected files alone in the result, found .* b\.txt/);
  const empty = openWorkspace(store, key);
  expect(() => empty.publish({ ...someMeta, key })).toThrow('internal: a result without files');
  expect(find(store, key)).toBeUndefined();
});
