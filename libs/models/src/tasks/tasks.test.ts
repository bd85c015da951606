// The tasks of this library end to end on a few real jets, as the runner calls them.
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pick, readJets, split, writeJets } from '@jetdemon/data';
import { classifier as classifierKind, scores as kind } from '@jetdemon/artifacts';
import { auc, countPassing, rank } from '@jetdemon/statistics';
import { keyOf, readColumns, type Input } from '@jetdemon/workflow';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadClassifier, loadTrained } from '../classifier/store.ts';
import best from './best.ts';
import score from './score.ts';
import train from './train.ts';
import trainParts from './train-parts.ts';
import undertrained from './undertrained.ts';

const bundled = fileURLToPath(new URL('../../../../data/jets-2k.arrow', import.meta.url));

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'tasks-'));
});
afterAll(() => rm(root, { recursive: true }));

async function emptyFolder(name: string): Promise<string> {
  await mkdir(join(root, name));
  return join(root, name);
}

const input = (folder: string): Input => ({ node: 'n', base: 'n', axes: {}, params: {}, folder });

test('models/train and models/score give scores that tell signal from background', async () => {
  const read = await readJets(bundled);
  const weight = { values: Float64Array.from({ length: read.count }, (_, row) => 0.5 + row / read.count), unit: '1', description: 'weight' }; // prettier-ignore
  const weighted = { ...read, reference: { ...read.reference, weight } };
  const all = split(weighted, { train: 0.5, validation: 0.2, test: 0.3 }, keyOf(1));
  const jets = await emptyFolder('jets');
  await writeJets(join(jets, 'jets.arrow'), all);

  const recorded = new Map<string, unknown>();
  const messages: string[] = [];
  const context = {
    key: keyOf(1),
    device: 'auto',
    axes: {},
    progress: (message: string) => void messages.push(message),
    record: (name: string, value: unknown) => void recorded.set(name, value),
  };
  const classifier = await emptyFolder('classifier');
  const scratch = await emptyFolder('scratch');
  const params = train.params.parse({ network: 'hl', widths: { hl: { hidden: [32, 32] } }, epochs: 5, batchSize: 50, learningRate: 3e-3, snapshots: [1] }); // prettier-ignore
  await train.run({ ...context, params, inputs: { jets: input(jets) }, output: classifier, scratch });
  expect(messages.at(-1)).toMatch(/^epoch 5\/5: loss/);
  expect(recorded.get('device')).toMatchObject({ name: expect.any(String), reason: expect.any(String) });

  const output = await emptyFolder('scores');
  const inputs = { jets: input(jets), classifier: input(classifier) };
  await score.run({ ...context, params: score.params.parse({}), inputs, output, scratch });
  const table = await readColumns(join(output, 'scores.arrow'), kind.files['scores.arrow']);
  const test = pick(all, Int32Array.from(all.partition!.keys()).filter((row) => all.partition![row] === 2)); // prettier-ignore
  expect(table.label).toEqual(test.label);
  expect(table.weight).toEqual(test.reference!.weight!.values);
  test.reference!.trunc_mass!.values.forEach((mass, row) => expect(table.jet_mass[row]! / mass).toBeCloseTo(1, 5));
  test.reference!.trunc_d2!.values.forEach((d2, row) => expect(table.jet_d2[row]! / d2).toBeCloseTo(1, 4));
  // The mass alone gives 0.617.
  expect(auc(countPassing(rank(table.label, table.score)))).toBeGreaterThan(0.617);
  expect(recorded.get('seen')).toEqual({ jets: 600, trained: 0, chosen: 0 });

  // The same jets split with another seed: half of its test jets were trained on, a fifth chosen on, and it is counted.
  const other = split(weighted, { train: 0.5, validation: 0.2, test: 0.3 }, keyOf(2));
  const seenBy = (was: number) =>
    other.partition!.filter((now, row) => now === 2 && all.partition![row] === was).length;
  const again = await emptyFolder('jets-again');
  await writeJets(join(again, 'jets.arrow'), other);
  const asked = { ...context, inputs: { ...inputs, jets: input(again) }, output: await emptyFolder('seen'), scratch };
  await expect(score.run({ ...asked, params: score.params.parse({}) })).rejects.toThrow(
    `expected test jets that the classifier has not seen, found ${seenBy(0)} of 600 that it was trained on and ${seenBy(1)} that its epoch was chosen on`,
  );
  await score.run({ ...asked, params: score.params.parse({ seen: 'allow' }) });
  expect(recorded.get('seen')).toEqual({ jets: 600, trained: seenBy(0), chosen: seenBy(1) });
  expect(seenBy(0)).toBeGreaterThan(200);
});

test('one class against two others is trained and scored; unlabelled jets are scored too', async () => {
  const read = await readJets(bundled);
  const classes = ['qcd', 'w', 'top'];
  const row = { values: Int32Array.from({ length: 2000 }, (_, at) => at), unit: '1', description: 'row', role: 'origin' } as const; // prettier-ignore
  const up = { values: Float32Array.from({ length: 2000 }, (_, at) => at / 3), unit: '1', description: 'up', role: 'weight' } as const; // prettier-ignore
  // Background becomes qcd; signal becomes top, but for every third jet of it, which is w.
  const label = read.label.map((truth, at) => (truth === 0 ? 0 : at % 3 === 0 ? 1 : 2));
  const named = { ...read, label, layout: { ...read.layout, classes }, reference: { ...read.reference, row, up } };
  const jets = await emptyFolder('three');
  const all = split(named, { train: 0.5, validation: 0.2, test: 0.3 }, keyOf(1));
  await writeJets(join(jets, 'jets.arrow'), all);
  const context = { key: keyOf(1), device: 'auto', axes: {}, progress: () => {}, record: () => {} };
  const scratch = await emptyFolder('three-scratch');
  const classifier = await emptyFolder('three-classifier');
  const given = { network: 'hl', widths: { hl: { hidden: [8] } }, epochs: 2, batchSize: 50 };
  const training = { ...context, inputs: { jets: input(jets) }, output: classifier, scratch };
  await expect(train.run({ ...training, params: train.params.parse(given) })).rejects.toThrow(
    'its classes are qcd, w, top: contrast says which of them are which',
  );
  const contrast = { background: ['qcd'], signal: ['top'] };
  await train.run({ ...training, params: train.params.parse({ ...given, contrast }) });
  expect((await loadClassifier(classifier)).contrast).toEqual(contrast);

  const output = await emptyFolder('three-scores');
  const inputs = { jets: input(jets), classifier: input(classifier) };
  await score.run({ ...context, params: score.params.parse({}), inputs, output, scratch });
  const columns = {
    ...kind.files['scores.arrow'].columns,
    row: { type: 'int32', unit: '1', description: '' },
    up: { type: 'float32', unit: '1', description: '' },
  } as const;
  const table = await readColumns(join(output, 'scores.arrow'), { columns });
  table.row.forEach((from, at) => {
    expect(table.label[at]).toBe([0, 2, 1][label[from]!]);
    expect(table.up[at]).toBe(up.values[from]);
  });

  const data = { ...all, label: new Uint8Array(2000), layout: { ...all.layout, classes: ['data'] } };
  const unlabelled = await emptyFolder('data');
  await writeJets(join(unlabelled, 'jets.arrow'), data);
  const scored = await emptyFolder('data-scores');
  await score.run({ ...context, params: score.params.parse({}), inputs: { ...inputs, jets: input(unlabelled) }, output: scored, scratch }); // prettier-ignore
  const found = await readColumns(join(scored, 'scores.arrow'), kind.files['scores.arrow']);
  expect(found.score).toEqual(table.score);
  expect(found.label.every((one) => one === 2)).toBe(true);

  const longer = await emptyFolder('longer');
  await writeJets(join(longer, 'jets.arrow'), { ...all, layout: { ...all.layout, constituents: 128 } });
  await expect(
    score.run({ ...context, params: score.params.parse({}), inputs: { ...inputs, jets: input(longer) }, output: scored, scratch }), // prettier-ignore
  ).rejects.toThrow(
    'expected jets as the classifier was trained on, 64 constituents of pt [TeV], eta [rad], phi [rad], found 128',
  );
});

test('models/best copies the best of several trainings, and models/undertrained takes an early epoch of it', async () => {
  const jets = await emptyFolder('scan-jets');
  const some = pick(
    await readJets(bundled),
    Int32Array.from({ length: 400 }, (_, row) => row * 5),
  );
  await writeJets(join(jets, 'jets.arrow'), split(some, { train: 0.5, validation: 0.5, test: 0 }, keyOf(1)));
  const recorded = new Map<string, unknown>();
  const context = {
    key: keyOf(1),
    device: 'auto',
    axes: {},
    progress: () => {},
    record: (name: string, value: unknown) => void recorded.set(name, value),
  };
  const trained: Input[] = [];
  // Nothing is learnt at a learning rate of 1e-12, so the second is the best.
  for (const learningRate of [1e-12, 1e-2]) {
    const node = `point@learningRate=${learningRate}`;
    const params = train.params.parse({ network: 'hl', width: 8, depth: 2, epochs: 3, batchSize: 20, learningRate, snapshots: 'all' }); // prettier-ignore
    const [output, scratch] = [await emptyFolder(node), await emptyFolder(`${node}-scratch`)];
    await train.run({ ...context, params, inputs: { jets: input(jets) }, output, scratch });
    trained.push({ ...input(output), node });
  }
  const scratch = await emptyFolder('scan-scratch');
  const output = await emptyFolder('best');
  await best.run({ ...context, params: best.params.parse({}), inputs: { classifiers: trained }, output, scratch });
  expect(recorded.get('best')).toMatchObject({
    node: trained[1]!.node,
    ranking: [{ node: trained[1]!.node }, { node: trained[0]!.node }],
  });
  const chosen = await loadTrained(output);
  const functions = { indices: expect.any(Function), logits: expect.any(Function) };
  expect(chosen).toEqual({ ...(await loadTrained(trained[1]!.folder)), ...functions });
  expect(chosen.hyperparameters).toEqual({ hidden: [8, 8] });
  expect((await readdir(output)).sort()).toEqual((await readdir(trained[1]!.folder)).sort());
  await expect(
    best.run({ ...context, params: {}, inputs: { classifiers: [] }, output: scratch, scratch }),
  ).rejects.toThrow(/^classifiers: expected at least one classifier, found none$/);

  const early = await emptyFolder('early');
  const inputs = { classifier: input(output), reference: trained[0]! };
  await undertrained.run({ ...context, params: { progress: 0 }, inputs, output: early, scratch });
  expect(recorded.get('stage')).toMatchObject({ epoch: (await loadTrained(early)).epoch });
});

test('the parameters of models/train default to the paper’s networks and its authors’ training', () => {
  expect(train.params.parse({})).toEqual({
    network: 'pfn',
    features: [],
    inputs: 'scaled',
    widths: {
      hl: { hidden: [384, 384, 384] },
      pfn: { phi: [256, 256, 64], f: [256, 256, 256] },
      efn: { phi: [256, 256, 64], f: [256, 256, 256] },
      lipschitz: { phi: [64, 64, 64], f: [64, 64], slope: 30 },
      dense: { hidden: [300, 300, 300, 300] },
    },
    epochs: 100,
    batchSize: 512,
    learningRate: 3e-4,
    schedule: 'constant',
    augment: 'none',
    decorrelation: 0,
    weighted: false,
    patience: 16,
    snapshots: [],
    seed: 1,
  });
  expect(() => train.params.parse({ learningRate: -1 })).toThrow();
  expect(() => train.params.parse({ snapshots: 'none' })).toThrow();
  expect(() => train.params.parse({ network: 'transformer' })).toThrow();
});

test('parts are trained on together: a test jet that any of them trained on is known again', async () => {
  const all = split(await readJets(bundled), { train: 0.5, validation: 0.2, test: 0.3 }, keyOf(1));
  const parts = await Promise.all(
    [0, 1].map(async (at) => {
      const folder = await emptyFolder(`part-${at}`);
      await writeJets(join(folder, 'jets.arrow'), pick(all, Int32Array.from(all.label.keys()).filter((row) => row % 2 === at))); // prettier-ignore
      return input(folder);
    }),
  );
  const context = { key: keyOf(1), device: 'auto', axes: {}, progress: () => {} };
  const scratch = await emptyFolder('parts-scratch');
  const classifier = await emptyFolder('parts-classifier');
  const recorded = new Map<string, unknown>();
  const record = (name: string, value: unknown) => void recorded.set(name, value);
  const params = trainParts.params.parse({ network: 'hl', widths: { hl: { hidden: [8] } }, epochs: 2, batchSize: 50 });
  await trainParts.run({ ...context, record, params, inputs: { parts }, output: classifier, scratch });
  const { jet, partition } = await readColumns(join(classifier, 'seen.arrow'), classifierKind.files['seen.arrow']);
  expect([jet.length, partition.reduce((sum, chosen) => sum + chosen, 0)]).toEqual([1400, 400]);

  const scored = async (of: Input, partition: string) => {
    const output = await emptyFolder(`parts-scores-${recorded.size}-${of.folder.length}-${partition}`);
    const inputs = { jets: of, classifier: input(classifier) };
    await score.run({ ...context, record, params: score.params.parse({ seen: 'allow', partition }), inputs, output, scratch }); // prettier-ignore
    return recorded.get('seen');
  };
  expect(await scored(parts[1]!, 'test')).toMatchObject({ trained: 0, chosen: 0 });
  const other = await emptyFolder('other-split');
  const drawn = split(all, { train: 0.5, validation: 0.2, test: 0.3 }, keyOf(2));
  await writeJets(join(other, 'jets.arrow'), drawn);
  const of = (was: number) => drawn.partition!.filter((now, row) => now === 2 && all.partition![row] === was).length;
  expect(await scored(input(other), 'test')).toEqual({ jets: 600, trained: of(0), chosen: of(1) });
  await expect(
    trainParts.run({ ...context, record, params, inputs: { parts: [] }, output: other, scratch }),
  ).rejects.toThrow('expected at least one part, found none');
});
