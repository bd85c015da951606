// models/import as the runner calls it: a network of ours that went out as ONNX comes back as itself.
import { mkdtempSync, readFileSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { float32, openDevice } from '@jetdemon/compute';
import { batchOf, readJets, rowsOf, split, writeJets, defaultLayout, type Jets } from '@jetdemon/data';
import { keyOf, type Input } from '@jetdemon/workflow';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadClassifier, saveClassifier } from '../classifier/store.ts';
import { createNetwork } from '../networks/index.ts';
import { initialise } from '../networks/network.ts';
import { scoreJets } from '../scoring/scoring.ts';
import type { Tagger } from '../tagger.ts';
import importTask from './import.ts';
import score from './score.ts';

const bundled = fileURLToPath(new URL('../../../../data/jets-2k.arrow', import.meta.url));
let root: string;
let jets: Jets;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'import-'));
  jets = split(await readJets(bundled), { train: 0.5, validation: 0.2, test: 0.3 }, keyOf(1));
  await writeJets(join(folder('jets'), 'jets.arrow'), jets);
});
afterAll(() => rmSync(root, { recursive: true }));

function folder(name: string): string {
  mkdirSync(join(root, name), { recursive: true });
  return join(root, name);
}
const input = (name: string): Input => ({ node: name, base: name, axes: {}, params: {}, folder: join(root, name) });

let outputs = 0;
async function imported(given: object, seen: Input[] = []) {
  const output = folder(`classifier-${outputs++}`);
  const recorded: Record<string, unknown> = {};
  await importTask.run({
    ...{ params: importTask.params.parse(given), inputs: { jets: input('jets'), seen }, output, scratch: output },
    ...{ key: keyOf(1), device: 'cpu', axes: {}, progress: () => {} },
    record: (name, value) => void (recorded[name] = value),
  });
  return { output, recorded };
}

async function ours(): Promise<{ folder: string; tagger: Tagger }> {
  const network = createNetwork('pfn', defaultLayout, { phi: [16, 8], f: [16] });
  const best = { epoch: 1, weights: initialise(network, keyOf(5)) };
  const history = [{ epoch: 1, trainingLoss: 1, validationLoss: 1, validationAuc: 0.5 }];
  const at = folder('ours');
  await saveClassifier(at, { network, best, history, snapshots: [] });
  return { folder: at, tagger: await loadClassifier(at) };
}

const coordinates = {
  unit: 'TeV',
  inputs: { jets: { axes: 'NPF', features: ['pt', 'eta', 'phi'] } },
};

/** Slopes of the logits, summed over jets. */
async function slopes({ weights, logits, indices }: Tagger, values: Float32Array) {
  const run = (await openDevice('cpu')).compile(({ jets: given, ...rest }) => ({
    slopes: tf.grad((moved: tf.Tensor) => tf.sum(logits(rest, { ...rest, jets: moved })))(given!),
  }));
  const shape = [values.length / (64 * 3), 64, 3];
  return (await run({ ...weights, ...indices(values), jets: float32(values, shape) })).slopes!.data;
}

test('a network of ours comes back as itself: scores, slopes, seen jets', async () => {
  const { folder: at, tagger } = await ours();
  const given = { model: join(at, 'classifier.onnx'), features: coordinates, output: { is: 'probabilities' } };
  const { output, recorded } = await imported(given, [input('jets')]);
  expect(recorded).toMatchObject({
    output: { classes: ['0', '1'], signal: '1', is: 'probabilities', width: 1 },
    tried: { jets: 128, auc: expect.any(Number) as number },
  });
  const back = await loadClassifier(output);
  const device = await openDevice('cpu');
  const rows = rowsOf(jets, 'test');
  const [expected, found] = [
    await scoreJets(tagger, jets, device, { rows }),
    await scoreJets(back, jets, device, { rows }),
  ];
  found.forEach((value, at) => expect(value).toBeCloseTo(expected[at]!, 6));

  const some = batchOf(jets, rows.slice(0, 40)).jets;
  const [wanted, got] = [await slopes(tagger, some), await slopes(back, some)];
  const largest = Math.max(...Array.from(wanted, Math.abs));
  got.forEach((value, at) => expect(Math.abs(value - wanted[at]!)).toBeLessThan(1e-5 * largest));

  const context = { key: keyOf(1), device: 'cpu', axes: {}, progress: () => {}, record: () => {} };
  const other = folder('other-jets');
  await writeJets(
    join(other, 'jets.arrow'),
    split(await readJets(bundled), { train: 0, validation: 0, test: 1 }, keyOf(1)),
  );
  const inputs = { jets: input('other-jets'), classifier: { ...input('jets'), folder: output } };
  const asked = { ...context, inputs, output: folder('scores'), scratch: folder('scratch') };
  await expect(score.run({ ...asked, params: score.params.parse({}) })).rejects.toThrow(
    'found 1000 of 2000 that it was trained on and 400 that its epoch was chosen on',
  );
});

test('a file that cannot be a network is one clear error', async () => {
  const { folder: at } = await ours();
  const bytes = readFileSync(join(at, 'classifier.onnx'));
  const file = join(root, 'model.onnx');
  const refused = async (content: Uint8Array, words: RegExp) => {
    writeFileSync(file, content);
    await expect(imported({ model: file, features: coordinates })).rejects.toThrow(words);
  };
  await refused(bytes.subarray(0, bytes.length / 2), /model\.onnx: ONNX model: .*cut off/);
  await refused(Buffer.from('PK\u0003\u0004 archive/data.pkl'), /found a PyTorch file: .*torch\.onnx\.export/);
  await refused(Buffer.from([0x80, 2, 0x8a, 10]), /found a PyTorch file: .*torch\.onnx\.export/);
  await refused(Buffer.from('{}'), /found JSON: a TensorFlow\.js model is the folder of its model\.json/);
  await refused(new Uint8Array(0), /found an empty file/);
});

test.each([
  [{ inputs: { jet: coordinates.inputs.jets } }, /the network has no input jet, did you mean jets\?/],
  [{ inputs: {} }, /nothing feeds the input jets float32\[batch, 64, 3\]/],
  [{ inputs: { jets: { axes: 'NPF', features: ['pt', 'eta'] } } }, /expected 3 features, found 2 \(axes NPF\)/],
  [
    { inputs: { jets: { axes: 'NPF', features: ['pt', 'eta', 'd0'] } } },
    /d0: d0 is no quantity, no definition and no column/,
  ],
  [{ inputs: { jets: { axes: 'NPF', features: ['pt', 'eta', 'eval(pt)'] } } }, /function eval is not supported/],
  [{ inputs: { jets: { axes: 'NF', features: ['jet_pt', 'jet_eta', 'jet_phi'] } } }, /expected 3 axes, found NF/],
  [{ slots: 50, ...coordinates }, /has 64 slots for constituents, expected 50/],
  [{ preset: 'energyflow-efn' }, /preset energyflow-efn is for 2 inputs, the network has jets/],
  [{}, /expected one of inputs, file and preset, found none; the network has the inputs jets float32\[batch, 64, 3\]/],
  [
    { inputs: { jets: { axes: 'NPF', features: [{ of: 'log_pt', shift: 9, clip: [-5, 5] }, 'eta', 'phi'] } } },
    /log_pt: \d+% of its values lie beyond its clip -5 to 5: unit TeV, shift or factor may be wrong/,
  ],
  [
    { inputs: { jets: { axes: 'NPF', features: ['log(pt - pt)', 'eta', 'phi'] } } },
    /expected finite numbers, found -Infinity for jet 0/,
  ],
  [{ inputs: { jets: { axes: 'NPF', features: ['1', '1', '1'] } } }, /nothing that moves reaches the network/],
])('features that do not fit are refused: %j', async (features, words) => {
  const { folder: at } = await ours();
  const given = {
    model: join(at, 'classifier.onnx'),
    features: { unit: 'TeV', ...features },
    output: { is: 'probabilities' },
  };
  await expect(imported(given)).rejects.toThrow(words);
});

test.each([
  [{ name: 'score' }, /the network has no output score/],
  [{ signal: 2 }, /expected an index below 2, found 2/],
  [{ signal: 'top' }, /top is no class of the output/],
  [{ classes: ['a', 'b', 'c'] }, /expected names of 2 classes, since probability has one number per jet/],
  [{}, /expected is: logits or probabilities; neither the graph nor its numbers for these jets tell/],
])('outputs that do not fit are refused: %j', async (output, words) => {
  const { folder: at } = await ours();
  await expect(imported({ model: join(at, 'classifier.onnx'), features: coordinates, output })).rejects.toThrow(words);
});
