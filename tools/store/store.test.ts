// What the store answers: by key alone, whole or not at all, whoever computed it; and what is shown of it.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { find, keyFolder, openStore, resultFolder, workFolder, type Store } from './store.ts';
import { publishFiles, writeResult } from './testing.ts';
import { nodeFolder, show, shown, strangenessOf } from './view.ts';

const [one, two] = ['scores@seed=1', 'scores@seed=2'].map((node) => ({ workflow: 'toys', node }));
const [a, b] = ['a', 'b'].map((letter) => letter.repeat(64)) as [string, string];

let root: string;
let store: Store;
beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'store-'));
  store = openStore(root);
});
afterEach(() => fs.rmSync(root, { recursive: true }));

function swap(x: string, y: string): void {
  fs.renameSync(x, `${x}~`);
  fs.renameSync(y, x);
  fs.renameSync(`${x}~`, y);
}

describe('the store', () => {
  test('finds a result by its key, whoever computed it, and nothing by another', () => {
    publishFiles(store, { 'a.txt': 'one' }, { key: a, node: 'somebody', workflow: 'elsewhere' });
    expect(find(store, a)).toMatchObject({ node: 'somebody', workflow: 'elsewhere', key: a });
    expect(find(store, b)).toBeUndefined();
  });

  test('keeps the same contents of two keys once', () => {
    const [first, second] = [a, b].map((key) => publishFiles(store, { 'x/a.txt': 'one' }, { key }));
    expect(second!.result).toBe(first!.result);
    expect(fs.readdirSync(path.join(store.folder, 'results'))).toEqual([first!.result]);
    expect(fs.readdirSync(path.join(store.folder, 'tmp'))).toEqual([]);
  });

  test('replaces what a key had, when it is computed again', () => {
    publishFiles(store, { 'a.txt': 'one' }, { key: a });
    const again = publishFiles(store, { 'a.txt': 'two' }, { key: a });
    expect(find(store, a)?.result).toBe(again.result);
    expect(fs.readFileSync(path.join(keyFolder(store, a), 'result/a.txt'), 'utf8')).toBe('two');
  });

  test('puts good contents in the place of damaged ones', () => {
    const { result } = publishFiles(store, { 'a.txt': 'one' }, { key: a });
    fs.writeFileSync(path.join(resultFolder(store, result), 'a.txt'), 'oen');
    expect(find(store, a)).toBeUndefined();
    publishFiles(store, { 'a.txt': 'one' }, { key: a });
    expect(find(store, a)?.result).toBe(result);
  });

  // whatever a disk leaves in a place, computing again has to do
  const leftovers: Readonly<Record<string, (place: string) => void>> = {
    nothing: () => {},
    'an empty file': (place) => fs.writeFileSync(place, ''),
    'an empty folder': (place) => fs.mkdirSync(place),
    'a folder with a file': (place) => (fs.mkdirSync(place), fs.writeFileSync(path.join(place, 'x'), 'x')),
    'a link to nowhere': (place) => fs.symlinkSync('nowhere', place),
  };
  const places = {
    'the folder of the key': () => keyFolder(store, a),
    'meta.json': () => path.join(keyFolder(store, a), 'meta.json'),
    'the fresh meta.json': () => path.join(keyFolder(store, a), '.meta.json'),
    'the link to the contents': () => path.join(keyFolder(store, a), 'result'),
    'the contents': (digest: string) => resultFolder(store, digest),
    'the listing': (digest: string) => path.join(resultFolder(store, digest), 'SHA256'),
    'a file': (digest: string) => path.join(resultFolder(store, digest), 'a.txt'),
    'where it is computed': () => workFolder(store, a),
    'the folder of keys': () => path.join(store.folder, 'keys'),
    'the folder of contents': () => path.join(store.folder, 'results'),
    'the folder of what is computed': () => path.join(store.folder, 'tmp'),
  } as const;
  test.each(Object.keys(places).flatMap((place) => Object.keys(leftovers).map((left) => [place, left] as const)))(
    'in the place of %s, %s is no obstacle',
    (place, left) => {
      const { result } = publishFiles(store, { 'a.txt': 'one' }, { key: a });
      const at = places[place as keyof typeof places](result);
      fs.rmSync(at, { recursive: true, force: true });
      fs.mkdirSync(path.dirname(at), { recursive: true });
      leftovers[left]!(at);
      if (find(store, a)) show(root, store, one!, a);
      else writeResult(root, one!, { 'a.txt': 'one' }, { key: a });
      expect(find(store, a)?.result).toBe(result);
      expect(fs.readFileSync(path.join(nodeFolder(root, one!), 'result/a.txt'), 'utf8')).toBe('one');
    },
  );

  test.each<[string, (meta: string, contents: string) => void]>([
    ['a file that was changed', (_, contents) => fs.appendFileSync(path.join(contents, 'a.txt'), '!')],
    ['a file that is gone', (_, contents) => fs.rmSync(path.join(contents, 'a.txt'))],
    ['a file more', (_, contents) => fs.writeFileSync(path.join(contents, 'b.txt'), '')],
    ['an empty listing', (_, contents) => fs.writeFileSync(path.join(contents, 'SHA256'), '')],
    [
      'an empty listing of nothing',
      (_, contents) => (fs.rmSync(path.join(contents, 'a.txt')), fs.writeFileSync(path.join(contents, 'SHA256'), '')),
    ],
    ['no listing', (_, contents) => fs.rmSync(path.join(contents, 'SHA256'))],
    ['an empty folder', (_, contents) => (fs.rmSync(contents, { recursive: true }), fs.mkdirSync(contents))],
    ['a meta.json cut short', (meta) => fs.truncateSync(meta, 100)],
    ['an empty meta.json', (meta) => fs.truncateSync(meta, 0)],
    ['another number in meta.json', (meta) => edit(meta, '"seconds": 1', '"seconds": 2')],
    ['a field more in meta.json', (meta) => edit(meta, '"seconds"', '"hours": 1, "seconds"')],
    ['no meta.json', (meta) => fs.rmSync(meta)],
  ])('does not answer with %s', (_, harm) => {
    const { result } = publishFiles(store, { 'a.txt': 'one' }, { key: a });
    expect(find(store, a)).toBeDefined();
    harm(path.join(keyFolder(store, a), 'meta.json'), resultFolder(store, result));
    expect(find(store, a)).toBeUndefined();
  });

  test('does not answer with contents in each other’s place, each whole by its own listing', () => {
    const [first, second] = [a, b].map((key) => publishFiles(store, { 'a.txt': key }, { key }));
    swap(resultFolder(store, first!.result), resultFolder(store, second!.result));
    expect([find(store, a), find(store, b)]).toEqual([undefined, undefined]);
  });

  test('does not answer with keys in each other’s place', () => {
    for (const key of [a, b]) publishFiles(store, { 'a.txt': key }, { key });
    swap(keyFolder(store, a), keyFolder(store, b));
    expect([find(store, a), find(store, b)]).toEqual([undefined, undefined]);
  });

  test('takes no symbolic link as part of a result', () => {
    const workspace = () => publishFiles(store, { 'a.txt': 'one' }, { key: a });
    workspace();
    const contents = resultFolder(store, find(store, a)!.result);
    fs.rmSync(path.join(contents, 'a.txt'));
    fs.writeFileSync(path.join(root, 'one'), 'one');
    fs.symlinkSync(path.join(root, 'one'), path.join(contents, 'a.txt'));
    expect(find(store, a)).toBeUndefined();
  });

  test('lies where JETDEMON_STORE or jetdemon.yaml says, else below out/', () => {
    expect(openStore(root).folder).toBe(path.join(root, 'out/.store'));
    fs.writeFileSync(path.join(root, 'jetdemon.yaml'), '# where results are kept\nstore: ../results\n');
    expect(openStore(root).folder).toBe(path.join(path.dirname(root), 'results'));
    fs.writeFileSync(path.join(root, 'jetdemon.yaml'), 'stor: x\n');
    expect(() => openStore(root)).toThrow('jetdemon.yaml:1:1 unknown key stor, did you mean store?');
  });
});

describe('what is shown of a node', () => {
  test('is what the store has, under the names that people know', () => {
    const folder = writeResult(root, one!, { 'a.txt': 'one' }, { key: a, recipe: a });
    expect(fs.readFileSync(path.join(folder, 'result/a.txt'), 'utf8')).toBe('one');
    expect(shown(root, one!)?.key).toBe(a);
    expect(strangenessOf(root, one!, a)).toBeUndefined();
  });

  test('of two nodes in each other’s place is found', () => {
    const [first, second] = [a, b].map((key, at) =>
      writeResult(root, [one!, two!][at]!, { 'a.txt': key }, { key, recipe: key }),
    );
    swap(first!, second!);
    expect(strangenessOf(root, one!, a)).toBe(
      'it is another one, first computed for scores@seed=2 in toys, says its meta.json',
    );
    expect(strangenessOf(root, two!, b)).toContain('scores@seed=1');
  });

  test('replaces a link, a folder of an earlier version and a file, and leaves nothing beside', () => {
    writeResult(root, one!, { 'a.txt': 'one' }, { key: a });
    publishFiles(store, { 'a.txt': 'two' }, { key: b });
    const read = () => fs.readFileSync(path.join(nodeFolder(root, one!), 'result/a.txt'), 'utf8');
    show(root, store, one!, b);
    expect(read()).toBe('two');
    fs.rmSync(nodeFolder(root, one!));
    fs.mkdirSync(path.join(nodeFolder(root, one!), 'result'), { recursive: true });
    show(root, store, one!, b);
    expect(read()).toBe('two');
    fs.rmSync(nodeFolder(root, one!));
    fs.writeFileSync(nodeFolder(root, one!), 'a file');
    show(root, store, one!, a);
    expect(read()).toBe('one');
    expect(fs.readdirSync(path.join(root, 'out/toys'))).toEqual(['scores@seed=1']);
  });

  test('is missing where nothing is, and no result where its provenance is damaged', () => {
    expect(strangenessOf(root, one!, a)).toBe('it is missing');
    const folder = writeResult(root, one!, { 'a.txt': 'one' }, { key: a });
    fs.writeFileSync(path.join(folder, 'meta.json'), '{}');
    expect(strangenessOf(root, one!, a)).toBe('its meta.json is missing, damaged or of an earlier version');
  });
});

function edit(file: string, from: string, to: string): void {
  const text = fs.readFileSync(file, 'utf8');
  expect(text).toContain(from);
  fs.writeFileSync(file, text.replace(from, to));
}
