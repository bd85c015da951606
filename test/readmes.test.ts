// Examples of the libraries' READMEs, run as they stand: in a folder with what they read, with the public names they use.
import { readFileSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as artifacts from '@jetdemon/artifacts';
import * as attacks from '@jetdemon/attacks';
import * as compute from '@jetdemon/compute';
import * as data from '@jetdemon/data';
import * as models from '@jetdemon/models';
import * as statistics from '@jetdemon/statistics';
import * as workflow from '@jetdemon/workflow';
import * as tf from '@tensorflow/tfjs-core';
import { transform } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadTasks } from '../tools/catalogue/tasks.ts';

const root = path.join(import.meta.dirname, '..');

/** What an example may name without saying where it is from. */
const names = { ...artifacts, ...workflow, ...data, ...statistics, ...compute, ...models, ...attacks, tf };

let place: string;
const home = process.cwd();
beforeAll(async () => {
  place = await mkdtemp(path.join(tmpdir(), 'readmes-'));
  const [jets, classifier] = ['split', 'classifier@network=ll+seed=1'].map((node) =>
    path.join(place, 'out/quick', node, 'result'),
  );
  for (const folder of [jets!, classifier!]) await mkdir(folder, { recursive: true });
  const read = await data.readJets(path.join(root, 'data/jets-2k.arrow'));
  await data.writeJets(path.join(jets!, 'jets.arrow'), data.split(read, { train: 0.5, validation: 0.3, test: 0.2 }, workflow.keyOf(1))); // prettier-ignore
  const network = models.createNetwork('pfn', data.defaultLayout, { phi: [8], f: [8] });
  const history = [{ epoch: 1, trainingLoss: 1, validationLoss: 1, validationAuc: 0.5 }];
  const best = { epoch: 1, weights: models.initialise(network, workflow.keyOf(2)) };
  await models.saveClassifier(classifier!, { network, best, history, snapshots: [] });
  await copyFile(
    path.join(root, 'libs/compute/src/onnx/import/peers/pfn-torchscript.onnx'),
    path.join(place, 'tagger.onnx'),
  );
  process.chdir(place);
});
afterAll(async () => {
  process.chdir(home);
  await rm(place, { recursive: true });
});

/** The code blocks of a README; imports name what is there anyway. */
const examples = (library: string): string[] =>
  [...readFileSync(path.join(root, 'libs', library, 'README.md'), 'utf8').matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(
    ([, block]) => block!.replace(/^import .*\n/gm, ''),
  );

/** Runs an example with `given` and returns what it called `wanted`. */
async function run(example: string, wanted: readonly string[], given: object = {}): Promise<Record<string, unknown>> {
  const scope = { ...names, readFileSync, ...given };
  const source = `export default async ({ ${Object.keys(scope).join(', ')} }) => {\n{\n${example}\nreturn { ${wanted.join(', ')} };\n}\n}`;
  const { code } = await transform(source, { loader: 'ts', format: 'esm' });
  const url = `data:text/javascript;base64,${Buffer.from(code).toString('base64')}`;
  const { default: body } = (await import(/* @vite-ignore */ url)) as {
    default: (scope: object) => Promise<Record<string, unknown>>;
  };
  return body(scope);
}

const cases: Record<string, ((example: string) => Promise<void>)[]> = {
  artifacts: [
    async (example) => {
      const stated = { value: 0.02, uncertainty: 'no interval', description: 'KS distance' };
      const criterion = { ks: stated, ks_over_limit: { ...stated, value: 0.5 }, chance: 0.01, p: 0.02 };
      const folders = { input: path.join(place, 'one'), output: path.join(place, 'other') };
      for (const folder of Object.values(folders)) await mkdir(folder);
      const own = { background: { mass: criterion }, signal: {}, largest_ratio: stated };
      await artifacts.acceptance.write(folders.input, { 'metrics.json': own });
      const input = { node: 'n', base: 'n', axes: {}, params: {}, folder: folders.input };
      const { metrics } = await run(example, ['metrics'], { input, output: folders.output });
      expect(metrics).toEqual(own);
      expect(await artifacts.acceptance.read({ ...input, folder: folders.output }, 'metrics.json')).toEqual(own);
    },
  ],
  attacks: [
    async (example) => {
      const { response } = (await run(example, ['response'])) as { response: { meanProbability: number }[] };
      const fall = response.map(({ meanProbability }) => meanProbability);
      expect(fall.length).toBeGreaterThan(1);
      expect(fall.at(-1)).toBeLessThan(fall[0]!);
    },
  ],
  compute: [
    async (example) => {
      const { a, b } = await run(example, ['a', 'b']);
      // y = 2 x + 1
      expect((a as compute.TensorValue).data[0]).toBeCloseTo(2, 3);
      expect((b as compute.TensorValue).data[0]).toBeCloseTo(1, 3);
    },
    async (example) => {
      const device = await compute.openDevice('cpu');
      const jets = compute.float32(new Float32Array(2 * 10 * 3).fill(0.1), [2, 10, 3]);
      const { scores } = await run(example, ['scores'], { device, jets });
      expect((scores as compute.TensorValue).shape[0]).toBe(2);
    },
  ],
  models: [
    async (example) => {
      const { probability } = (await run(example, ['probability'])) as { probability: Float32Array };
      expect(probability.length).toBe(400);
      expect(probability.every((one) => one > 0 && one < 1)).toBe(true);
    },
  ],
  statistics: [
    async (example) => {
      const label = Uint8Array.from({ length: 2000 }, (_, row) => row % 2);
      const nominalScore = Float64Array.from(label, (one, row) => ((row * 0.618) % 1) * 0.6 + 0.4 * one);
      const fgsmScore = Float64Array.from(nominalScore, (one, row) => one - 0.1 * label[row]!);
      const { metrics } = (await run(example, ['metrics'], { label, nominalScore, fgsmScore })) as {
        metrics: {
          variations: Record<string, { loss_at_nominal_optimum: { value: number; low: number; high: number } }>;
        };
      };
      const { value, low, high } = metrics.variations['fgsm']!.loss_at_nominal_optimum;
      expect(low).toBeLessThan(value);
      expect(value).toBeLessThan(high);
    },
  ],
  workflow: [
    async (example) => {
      const tasks = await loadTasks(root);
      process.chdir(root);
      const list = example.replace(/^loadGraph/m, 'const ids = loadGraph');
      const { ids } = (await run(list, ['ids'], { tasks })) as { ids: string[] };
      process.chdir(place);
      const [, said] = /\/\/ (\[.*), …\]/.exec(example)!;
      expect(ids.slice(0, 4)).toEqual(JSON.parse(`${said!.replaceAll("'", '"')}]`));
    },
  ],
};

const libraries = (await readdir(path.join(root, 'libs'))).filter((library) => examples(library).length > 0);

test('every example of a README is run here', () => {
  const counted = Object.fromEntries(libraries.map((library) => [library, examples(library).length]));
  expect(counted).toEqual(Object.fromEntries(Object.entries(cases).map(([library, runs]) => [library, runs.length])));
});

test.each(Object.entries(cases).flatMap(([library, runs]) => runs.map((check, at) => ({ library, at, check }))))(
  'example $at of @jetdemon/$library',
  async ({ library, at, check }) => {
    await check(examples(library)[at]!);
  },
);
