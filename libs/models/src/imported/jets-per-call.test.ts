// A network that is asked about few jets at a time says of each what it says of many at once.
import { fileURLToPath } from 'node:url';
import { ModelError, openDevice } from '@jetdemon/compute';
import { batchOf, defaultLayout, pick, readJets } from '@jetdemon/data';
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { padded } from '../scoring/map-batches.ts';
import { inCalls } from '../scoring/in-calls.ts';
import { scoreJets } from '../scoring/scoring.ts';
import { features } from './features/declaration.ts';
import { importTagger } from './import.ts';
import { jetsPerCall } from './jets-per-call.ts';
import { readNetwork } from './read-network.ts';
import { importedTagger } from './tagger.ts';

const data = (name: string) => fileURLToPath(new URL(`../../../../data/${name}`, import.meta.url));
const layout = { ...defaultLayout, constituents: 10 };

test('as many as fit are asked about, by powers of two', () => {
  // Of each jet at least the exponentials of 10 × 3 numbers are made, 4 bytes each, and their slopes out of these.
  const sum = (_: tf.NamedTensorMap, jets: tf.Tensor) => tf.sum(tf.exp(jets), [1, 2]);
  const [many, few] = [64, 16].map((jets) => jetsPerCall(sum, {}, layout, jets * 120)) as [number, number];
  expect(many).toBeLessThanOrEqual(64);
  expect(many).toBeGreaterThanOrEqual(16);
  expect([many / few, Math.log2(many) % 1]).toEqual([4, 0]);
  expect(jetsPerCall(sum, {}, layout, 1)).toBe(1);
  expect(jetsPerCall(sum, {}, layout)).toBe(undefined);
});

test('what cannot be known for so many is asked of fewer', () => {
  const limited = (_: tf.NamedTensorMap, jets: tf.Tensor) => {
    if (jets.shape[0]! > 70) throw new ModelError('too much', 'too much', { tooLarge: true });
    return tf.sum(tf.square(jets), [1, 2]);
  };
  expect(jetsPerCall(limited, {}, layout)).toBe(64);
});

test('what no number of jets can mend is an error', () => {
  const wrong = () => {
    throw new ModelError('no such operator');
  };
  expect(() => jetsPerCall(wrong, {}, layout)).toThrow('no such operator');
});

test('scores, slopes and steps of a training are the same by pieces of three', async () => {
  const model = data('taggers/particlenet/model.onnx');
  const asked = { unit: 'GeV', file: data('taggers/particlenet/preprocess.json') };
  const device = await openDevice('cpu');
  const jets = pick(
    await readJets(data('jets-2k.arrow')),
    Int32Array.from({ length: 8 }, (_, at) => 250 * at),
  );
  const { classifier } = await importTagger(
    { model, features: features.parse(asked), output: {} },
    jets,
    'jets',
    device,
  );
  const { layout: own, contrast, imported, bytes } = classifier;
  expect(imported.jetsPerCall).toBe(undefined);
  const network = await readNetwork(bytes, model);
  const few = importedTagger(network, { ...imported, jetsPerCall: 3 }, own, contrast);
  const rows = Int32Array.from({ length: 8 }, (_, at) => at);
  const [whole, pieces] = [await scoreJets(classifier, jets, device, { rows }), await scoreJets(few, jets, device, { rows })]; // prettier-ignore
  rows.forEach((row) => expect(pieces[row]).toBeCloseTo(whole[row]!, 6));
  const batch = batchOf(jets, rows).jets;
  const slopesOf = (of: typeof few, most?: number) => {
    const run = device.compile(({ jets: some, ...weights }) => ({
      slopes: tf.grad((moved: tf.Tensor) => tf.sum(of.logits(weights, { jets: moved })))(some!),
    }));
    return inCalls({ ...padded(batch, own), data: batch }, most, (some) => run({ ...of.weights, jets: some }));
  };
  const [expected, asOne, byPieces] = await Promise.all([slopesOf(classifier), slopesOf(few), slopesOf(few, 3)]);
  const largest = Math.max(...Array.from(expected.slopes!.data, Math.abs));
  expected.slopes!.data.forEach((value, at) => {
    expect(Math.abs(asOne.slopes!.data[at]! - value)).toBeLessThan(1e-5 * largest);
    expect(Math.abs(byPieces.slopes!.data[at]! - value)).toBeLessThan(1e-5 * largest);
  });
});
