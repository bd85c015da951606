// Taggers that PyTorch trained and exported and networks that Keras and EnergyFlow wrote, through their preprocessing: P(signal)
// and slopes by the momenta of constituents, against what PyTorch says in double precision (data/taggers/make.py and
// keras_peers.py, which have all of it written independently).
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { openDevice, type Device } from '@jetdemon/compute';
import { batchOf, readJets, type Jets } from '@jetdemon/data';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { padded } from '../scoring/map-batches.ts';
import { scoreJets } from '../scoring/scoring.ts';
import type { Tagger } from '../tagger.ts';
import { features } from './features/declaration.ts';
import { importTagger, type ImportOptions } from './import.ts';

const data = (name: string) => fileURLToPath(new URL(`../../../../data/${name}`, import.meta.url));
const keras = (name: string) => fileURLToPath(new URL(`../../../compute/src/keras/peers/${name}`, import.meta.url));

interface Recorded {
  readonly rows: number[];
  readonly scores: number[];
  readonly gradients: number[];
}

const weaver = (name: string, file: string) => ({
  title: `${name} by ${file}`,
  name,
  model: data(`taggers/${name}/model.onnx`),
  features: { unit: 'GeV', file: data(`taggers/${name}/${file}`) },
});

const pfn = { unit: 'GeV', preset: 'energyflow-pfn' };
const efn = { unit: 'GeV', preset: 'energyflow-efn' };

/** With random weights: an AUC about that of no tagger at all. That of EnergyFlow's PFN says 1 of every jet: left to FGSM. */
const ofKeras = (file: string, given: typeof pfn, auc: number, lambdas: ImportOptions['lambdas'] = {}) => ({
  title: file,
  name: `keras-${file.replace(/\.\w+$/, '')}`,
  ...{ model: keras(file), features: given, auc, lambdas },
});

// AUC of 400 of the bundled jets, as make.py and keras_peers.py printed it.
const taggers = [
  { title: 'pfn', name: 'pfn', model: data('taggers/pfn.onnx'), features: pfn, auc: 0.786, lambdas: {} },
  { title: 'efn', name: 'efn', model: data('taggers/efn.onnx'), features: efn, auc: 0.756, lambdas: {} },
  { ...weaver('particlenet', 'preprocess.json'), auc: 0.866, lambdas: {} },
  { ...weaver('particlenet', 'data.yaml'), auc: 0.866, lambdas: {} },
  ofKeras('pfn.keras', pfn, 0.537),
  ofKeras('pfn.h5', pfn, 0.537),
  ofKeras('efn.keras', efn, 0.465),
  ofKeras('efn.h5', efn, 0.465),
  ofKeras('energyflow-efn.h5', efn, 0.516, { mask: 'energyflow-efn-mask' }),
];

let jets: Jets;
let device: Device;
beforeAll(async () => {
  jets = await readJets(data('jets-2k.arrow'));
  device = await openDevice('cpu');
});

describe.each(taggers)('$title', ({ name, model, features: given, auc, lambdas }) => {
  const recorded = JSON.parse(readFileSync(data(`taggers/${name}.json`), 'utf8')) as Recorded;
  const rows = Int32Array.from(recorded.rows);
  let tagger: Tagger;
  beforeAll(async () => {
    const asked = { model, lambdas, features: features.parse(given), output: {} };
    const imported = await importTagger(asked, jets, 'jets-2k.arrow', device);
    expect(imported.auc).toBeGreaterThan(auc - 0.1);
    tagger = imported.classifier;
  });

  test('P(signal) to 1e-5', async () => {
    const scores = await scoreJets(tagger, jets, device, { rows });
    recorded.scores.forEach((expected, at) => expect(Math.abs(scores[at]! - expected)).toBeLessThan(1e-5));
    expect(new Set(scores).size).toBe(rows.length);
  });

  test('slopes to 1e-4 of the largest', async () => {
    const batch = batchOf(jets, rows).jets;
    const run = device.compile(({ jets: some, ...weights }) => ({
      slopes: tf.grad((moved: tf.Tensor) => tf.sum(tagger.logits(weights, { jets: moved })))(some!),
    }));
    const { slopes } = await run({ ...tagger.weights, jets: padded(batch, jets.layout) });
    // Slopes by pT [TeV] and by angles are of different sizes: each axis by itself.
    for (const axis of [0, 1, 2]) {
      const [expected, found] = [recorded.gradients, Array.from(slopes!.data)].map((all) => all.filter((_, at) => at % 3 === axis)); // prettier-ignore
      const largest = Math.max(...expected!.map(Math.abs));
      const off = Math.max(...expected!.map((value, at) => Math.abs(value - found![at]!)));
      expect(off / largest).toBeLessThan(1e-4);
    }
  });
});
