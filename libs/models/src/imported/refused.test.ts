// What is wrong with a network of Keras, TensorFlow.js or trees, through the import: one InputError that names file and place.
import { cpSync, mkdtempSync, readFileSync, rmSync, truncateSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { openDevice, readKeras } from '@jetdemon/compute';
import { pick, readJets, type Jets } from '@jetdemon/data';
import { InputError } from '@jetdemon/workflow';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { features as declaration } from './features/declaration.ts';
import { importTagger, type ImportOptions } from './import.ts';

const compute = (name: string) => fileURLToPath(new URL(`../../../compute/src/${name}`, import.meta.url));
const data = (name: string) => fileURLToPath(new URL(`../../../../data/${name}`, import.meta.url));
const device = await openDevice('cpu');
const root = mkdtempSync(join(tmpdir(), 'refused-'));
let jets: Jets;
beforeAll(async () => void (jets = pick(await readJets(data('jets-2k.arrow')), Int32Array.from({ length: 16 }, (_, at) => at)))); // prettier-ignore
afterAll(() => rmSync(root, { recursive: true }));

type Edit = (file: string) => void;

/** A copy of a peer's file or folder, changed. */
function changed(from: string, edit: Edit): string {
  const to = join(mkdtempSync(join(root, 'a-')), basename(from));
  cpSync(from, to, { recursive: true });
  edit(to);
  return to;
}

const replace = (file: string, from: string | Uint8Array, to: string | Uint8Array): void => {
  const before = readFileSync(file);
  const at = before.lastIndexOf(from);
  if (at < 0) throw new Error('the edit changes nothing');
  writeFileSync(file, Buffer.concat([before.subarray(0, at), Buffer.from(to as string), before.subarray(at + from.length)])); // prettier-ignore
};
const config =
  (from: string, to: string): Edit =>
  (file) => {
    const files = unzipSync(readFileSync(file));
    const before = strFromU8(files['config.json']!);
    if (!before.includes(from)) throw new Error('the edit changes nothing');
    writeFileSync(file, zipSync({ ...files, 'config.json': strToU8(before.replaceAll(from, to)) }));
  };
const half: Edit = (file) => truncateSync(file, Math.floor(statSync(file).size / 2));
const nan = new Uint8Array(Float32Array.of(NaN).buffer);

const [pfn, efn, energyflow] = ['pfn', 'efn', 'energyflow-pfn'].map((name) => compute(`keras/peers/${name}.h5`)) as [string, string, string]; // prettier-ignore
const archive = compute('keras/peers/pfn.keras');
const weighted = compute('keras/peers/efn.keras');
const tfjs = compute('tfjs/peers');
const trees = data('taggers/trees.onnx');
const [weight] = Object.values((await readKeras(readFileSync(pfn))).weights);
const firstOfWeight = new Uint8Array(Float32Array.of(weight!.data[0]!).buffer);
const within =
  (name: string, edit: Edit): Edit =>
  (folder) =>
    edit(join(folder, name));

const input = (name: string, features = ['pt', 'eta', 'phi']) => ({ slots: 8, inputs: { [name]: { axes: 'NPF', features } } }); // prettier-ignore
const observables = { inputs: { observables: { axes: 'NF', features: ['jet_pt', 'jet_mass', 'jet_d2', 'jet_constituents'] } } }; // prettier-ignore

const energies = { slots: 8, inputs: { zs: { axes: 'NP', features: ['pt'] }, phats: { axes: 'NPF', features: ['eta', 'phi'] } } }; // prettier-ignore

interface Case {
  readonly model: () => string;
  readonly features: object;
  readonly more?: Partial<ImportOptions>;
  readonly words: RegExp;
}
const of = (model: string, features: object, words: RegExp, edit: Edit = () => {}, more: Case['more'] = {}): Case => {
  return { model: () => changed(model, edit), features, words, more };
};

const cases: Readonly<Record<string, Case>> = {
  'Keras: an unknown layer': of(weighted, energies, /layer "sum" \(Attention\): it is not in the table of Keras' layers/, config('"class_name": "Dot"', '"class_name": "Attention"')), // prettier-ignore
  'Keras: a class of someone else': of(weighted, energies, /layer "dense_3" \(Dense\): its class "mine\.layers\.Dense" is not one of Keras' own, and nothing of a file is executed/, config('"keras.layers", "class_name": "Dense"', '"mine.layers", "class_name": "Dense"')), // prettier-ignore
  'Keras: code of Python': of(energyflow, input('input'), /layer "mask" \(Lambda\): it holds code of Python, and nothing of a file is executed; .*lambdas: \{ mask: energyflow-pfn-mask/), // prettier-ignore
  'Keras: features too few': of(pfn, input('jets', ['pt', 'eta']), /features: input jets float32\[\?, 8, 3\]: expected 3 features, found 2/), // prettier-ignore
  'Keras: an input that nothing feeds': of(efn, { slots: 8, inputs: { zs: { axes: 'NP', features: ['pt'] } } }, /nothing feeds the input phats float32\[/), // prettier-ignore
  'Keras: another number of constituents': of(pfn, { ...input('jets'), slots: 9 }, /input jets .* has 8 slots for constituents, expected 9/), // prettier-ignore
  'Keras: NaN in a weight': of(pfn, input('jets'), /weight ".*" holds NaN/, (file) => replace(file, firstOfWeight, nan)), // prettier-ignore
  'Keras: no probabilities': of(archive, input('jets'), /output scores: expected probabilities, found numbers from .*: is: logits\?/, config('"activation": "softmax"', '"activation": "linear"'), { output: { is: 'probabilities' } }), // prettier-ignore
  'Keras: an archive that is cut off': of(archive, input('jets'), /expected a \.keras archive or an HDF5 file, found \d+ bytes that are none, or one that is cut off/, half), // prettier-ignore
  'Keras: HDF5 that is cut off': of(pfn, input('jets'), /expected a whole HDF5 file, but it could not be decoded \(truncated file/, half), // prettier-ignore
  'TensorFlow.js: an unknown operator': of(tfjs, input('jets'), /operator MyOp, node "StatefulPartitionedCall\/LeakyRelu": it is not in the table/, within('model.json', (file) => replace(file, '"LeakyRelu"', '"MyOp"'))), // prettier-ignore
  'TensorFlow.js: NaN in a weight': of(tfjs, input('jets'), /TensorFlow\.js model: weight .* holds NaN/, within('group1-shard1of1.bin', (file) => replace(file, readFileSync(file).subarray(-4), nan))), // prettier-ignore
  'TensorFlow.js: weights that are missing': of(tfjs, input('jets'), /expected its weights group1-shard1of1\.bin beside model\.json, found none/, within('group1-shard1of1.bin', (file) => rmSync(file))), // prettier-ignore
  'TensorFlow.js: weights that are cut off': of(tfjs, input('jets'), /weight ".*": expected \d+ numbers of .*, found \d+ bytes/, within('group1-shard1of1.bin', half)), // prettier-ignore
  'TensorFlow.js: a model that is cut off': of(tfjs, input('jets'), /expected JSON, found damage/, within('model.json', half)), // prettier-ignore
  'TensorFlow.js: features too many': of(tfjs, input('jets', ['pt', 'eta', 'phi', 'log_pt']), /expected 3 features, found 4/), // prettier-ignore
  'TensorFlow.js: an input that is not there': of(tfjs, input('particles'), /the network has no input particles/),
  'trees: an unknown operator': of(trees, observables, /operator TreeEnsembleClassifieX of domain "ai\.onnx\.ml", node "TreeEnsembleClassifier": of the operators of ONNX-ML there are /, (file) => replace(file, 'TreeEnsembleClassifier', 'TreeEnsembleClassifieX')), // prettier-ignore
  'trees: features too few': of(trees, { inputs: { observables: { axes: 'NF', features: ['jet_pt'] } } }, /expected 4 features, found 1/), // prettier-ignore
  'trees: the label is no probability': of(trees, observables, /output label: expected floating-point numbers, found int32/, () => {}, { output: { name: 'label', is: 'logits' } }), // prettier-ignore
  'trees: no such attribute': of(trees, observables, /expected as many class_treeids, _nodeids, _ids and _weights/, (file) => replace(file, 'class_weights', 'class_weightX')), // prettier-ignore
  'trees: a file that is cut off': of(trees, observables, /ONNX model: .*cut off/, half),
};

test.each(Object.entries(cases))('%s', async (_, { model, features, more, words }) => {
  const file = model();
  const asked = { model: file, features: declaration.parse({ unit: 'TeV', ...features }), output: {}, ...more };
  const error: unknown = await importTagger(asked, jets, 'jets', device).then(
    () => 'imported',
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(InputError);
  const { message } = error as Error;
  expect(message).toMatch(words);
  expect(message).not.toMatch(/\n|internal:/);
});
