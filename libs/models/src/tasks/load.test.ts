// models/load as the runner calls it: a result of another workflow comes along with the jets that it has seen.
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { classifier as kind } from '@jetdemon/artifacts';
import { readJets, rowsOf, split, writeJets, defaultLayout, type Jets } from '@jetdemon/data';
import { keyOf, type Input } from '@jetdemon/workflow';
import { digestOfFolder, filesOf, listingOf, LISTING } from '@jetdemon/workflow/checksums';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { seenIn } from '../classifier/seen.ts';
import { loadClassifier, saveClassifier } from '../classifier/store.ts';
import { createNetwork } from '../networks/index.ts';
import { initialise } from '../networks/network.ts';
import load from './load.ts';
import score from './score.ts';

const bundled = fileURLToPath(new URL('../../../../data/jets-2k.arrow', import.meta.url));
let root: string;
let jets: Jets;
const result = () => join(root, 'node', 'result');
const list = (folder: string) => writeFileSync(join(folder, LISTING), listingOf(folder, filesOf(folder)));

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'load-'));
  const all = await readJets(bundled);
  jets = split(all, { train: 0.5, validation: 0.2, test: 0.3 }, keyOf(1));
  // Another split of the same jets: of its test jets about half were trained on.
  await writeJets(join(folder('others'), 'jets.arrow'), split(all, { train: 0, validation: 0, test: 1 }, keyOf(2)));
  await writeJets(join(folder('same'), 'jets.arrow'), jets);
});
afterAll(() => rmSync(root, { recursive: true }));

function folder(name: string): string {
  mkdirSync(join(root, name), { recursive: true });
  return join(root, name);
}

beforeEach(async () => {
  rmSync(join(root, 'node'), { recursive: true, force: true });
  folder('node/result');
  const network = createNetwork('hl', defaultLayout, { hidden: [4] });
  const best = { epoch: 1, weights: initialise(network, keyOf(5)) };
  const history = [{ epoch: 1, trainingLoss: 1, validationLoss: 1, validationAuc: 0.5 }];
  const seen = seenIn(jets, rowsOf(jets, 'train'), rowsOf(jets, 'validation'));
  await saveClassifier(
    result(),
    { network, best, history, snapshots: [{ epoch: 1, weights: best.weights }] },
    { seen },
  );
  list(result());
});

let outputs = 0;
const context = () => ({
  ...{ output: folder(`output-${outputs}`), scratch: folder(`scratch-${outputs++}`) },
  ...{ key: keyOf(1), device: 'cpu', axes: {}, progress: () => {} },
});

async function loaded() {
  const recorded: Record<string, unknown> = {};
  const given = { ...context(), record: (name: string, value: unknown) => void (recorded[name] = value) };
  await load.run({ ...given, params: load.params.parse({ path: result() }), inputs: {} });
  return { output: given.output, recorded };
}

const input = (name: string, at = join(root, name)): Input => ({ node: name, base: name, axes: {}, params: {}, folder: at }); // prettier-ignore

async function scored(classifier: string, of: string, params: object = {}) {
  const recorded: Record<string, unknown> = {};
  const given = { ...context(), record: (name: string, value: unknown) => void (recorded[name] = value) };
  const inputs = { jets: input(of), classifier: input('classifier', classifier) };
  await score.run({ ...given, params: score.params.parse(params), inputs });
  return recorded['seen'];
}

test('a loaded classifier is the same, and refuses as test jets those that it has seen', async () => {
  const { output, recorded } = await loaded();
  expect(recorded['loaded']).toEqual({ result: digestOfFolder(result()), trained: 1000, chosen: 400 });
  expect(filesOf(output)).toEqual(filesOf(result()));
  const [before, after] = [await loadClassifier(result()), await loadClassifier(output)];
  expect(after.weights).toEqual(before.weights);

  expect(await scored(output, 'same')).toEqual({ jets: 600, trained: 0, chosen: 0 });
  await expect(scored(output, 'others')).rejects.toThrow(
    'expected test jets that the classifier has not seen, found 1000 of 2000 that it was trained on and 400 that its epoch was chosen on: split once and train and score on that split, or say seen: allow',
  );
  expect(await scored(output, 'others', { seen: 'allow' })).toEqual({ jets: 2000, trained: 1000, chosen: 400 });
});

test('what is no result, is damaged, is something else or of another version is refused', async () => {
  const refused = (words: RegExp) => expect(loaded()).rejects.toThrow(words);
  const meta = { result: digestOfFolder(result()), kinds: { [kind.name]: kind.version - 1 } };
  writeFileSync(join(root, 'node', 'meta.json'), JSON.stringify(meta));
  await refused(new RegExp(`expected a classifier of version ${kind.version}, found version ${kind.version - 1}`));
  // That of another result says nothing of this one.
  writeFileSync(join(root, 'node', 'meta.json'), JSON.stringify({ ...meta, result: 'other' }));
  expect(existsSync(join((await loaded()).output, 'weights.arrow'))).toBe(true);

  writeFileSync(join(result(), 'weights.arrow'), 'other');
  await refused(/result: the result is damaged: weights\.arrow does not match its checksum/);
  list(result());
  await refused(/weights\.arrow/); // the list is right, the table is none
  rmSync(join(result(), LISTING));
  await refused(/expected the folder of a result, out\/WORKFLOW\/NODE\/result/);
  rmSync(join(result(), 'classifier.json'));
  list(result());
  await refused(/expected a classifier, found classifier\.onnx, /);
});
