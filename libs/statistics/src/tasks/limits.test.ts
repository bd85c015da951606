import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { observableColumns, scores, type Limits, type LimitsMetrics, type PyhfWorkspace } from '@jetdemon/artifacts'; // prettier-ignore
import { keyOf, writeColumns, type Input } from '@jetdemon/workflow';
import { afterAll, describe, expect, test } from 'vitest';
import { asimovSignificance } from '../exclusion/asimov.ts';
import { labelled, parabola, triangle } from '../testing/closed-forms.ts';
import task from './limits.ts';

const root = mkdtempSync(join(tmpdir(), 'limits-'));
afterAll(() => rmSync(root, { recursive: true }));

const jets = 4000;
const { labels, scores: values } = labelled(triangle(jets), parabola(jets));
let folders = 0;

async function input(node: string, score: (value: number, label: number) => number): Promise<Input> {
  const folder = mkdtempSync(join(root, `${folders++}-`));
  const table = {
    label: labels,
    weight: new Float64Array(2 * jets).fill(1),
    score: Float32Array.from(values, (value, row) => score(value, labels[row]!)),
    ...observableColumns(() => new Float32Array(2 * jets)),
  };
  await writeColumns(join(folder, 'scores.arrow'), scores.files['scores.arrow'], table, { kind: scores });
  return { node, base: node, axes: {}, params: {}, folder };
}

type Scored = readonly [node: string, score: (value: number, label: number) => number];

async function run(variations: readonly Scored[], params: object, perturbed: readonly Scored[] = []) {
  const output = join(root, `output-${folders++}`);
  mkdirSync(output);
  const all = (list: readonly Scored[]) => Promise.all(list.map((one) => input(...one)));
  await task.run({
    params: task.params.parse({ replicas: 100, ...params }),
    inputs: {
      nominal: await input('nominal-scores', (value) => value),
      variations: await all(variations),
      perturbed: await all(perturbed),
    },
    output,
    ...{ scratch: root, key: keyOf(1), device: 'auto', axes: {}, progress: () => undefined, record: () => undefined },
  });
  const json = (file: string) => JSON.parse(readFileSync(join(output, file), 'utf8')) as unknown;
  return {
    metrics: json('metrics.json') as LimitsMetrics,
    limits: json('limits.json') as Limits,
    workspace: json('workspace.json') as PyhfWorkspace,
  };
}

const exact = { backgroundUncertainty: 0, bins: 4 };
const up: Scored = ['up', (value) => value ** 0.95];
const down: Scored = ['down', (value) => value ** 1.05];

// Shares of a bin [a, b]: background (1 - a)^2 - (1 - b)^2, signal as `parabola` has it.
const efficiency = { background: (t: number) => (1 - t) ** 2, signal: (t: number) => (1 - t) ** 2 * (1 + 2 * t) };
const share = (of: 'background' | 'signal', bin: number) => efficiency[of](bin / 4) - efficiency[of]((bin + 1) / 4);

test('without uncertainties the significance is the closed form of the bins', async () => {
  const { metrics, workspace } = await run([], exact);
  const z = Math.hypot(...[0, 1, 2, 3].map((bin) => asimovSignificance(200 * share('signal', bin), 1e4 * share('background', bin), 0))); // prettier-ignore
  expect(metrics.z_expected.value).toBeCloseTo(z, 2);
  expect(metrics.z_exact.value).toBe(metrics.z_expected.value);
  expect(metrics.significance_cost.value).toBe(0);
  const [signal, background] = workspace.channels[0]!.samples;
  expect(signal!.data[1]! / 200).toBeCloseTo(share('signal', 1), 3);
  expect(workspace.observations[0]!.data).toEqual(background!.data);
});

describe('known variations', () => {
  test('cost significance and weaken limits', async () => {
    const { metrics, limits: found } = await run([up, down], {
      bins: 4,
      nuisances: { scale: { up: 'up', down: 'down' } },
    });
    expect(metrics.z_expected.value).toBeLessThan(metrics.z_exact.value);
    expect(metrics.significance_cost.value).toBeCloseTo(1 - metrics.z_expected.value / metrics.z_exact.value, 12);
    expect(metrics.limit_expected.value).toBeGreaterThan(metrics.limit_exact.value);
    expect(found.nuisances.map(({ name }) => name)).toEqual(['scale', 'background']);
    for (const { pull } of found.nuisances) expect(pull).toBeCloseTo(0, 8); // the data are as simulated
    expect(metrics).not.toHaveProperty('limit_observed');
  });

  test('one sample is mirrored, by its own name where none is given', async () => {
    const { workspace } = await run([up], exact);
    const [signal] = workspace.channels[0]!.samples;
    const modifier = signal!.modifiers.find(({ name }) => name === 'up')!;
    if (modifier.type !== 'histosys') throw new Error('expected histosys');
    signal!.data.forEach((nominal, bin) =>
      expect((modifier.data.hi_data[bin]! + modifier.data.lo_data[bin]!) / 2).toBeCloseTo(nominal, 9),
    );
  });

  test('an attack that is what a known variation does is absorbed by it', async () => {
    const nuisances = { scale: { up: 'up', down: 'down' } };
    const attacked = await run([up, down], { ...exact, nuisances }, [['attacked', up[1]]]);
    expect(attacked.limits.nuisances[0]!.pull).toBeCloseTo(1, 1);
    const blind = await run([], exact, [['attacked', up[1]]]);
    // Read without the variation, the moved background looks like signal.
    expect(blind.metrics.limit_observed!.value).toBeGreaterThan(2 * blind.metrics.limit_true!.value);
    expect(attacked.metrics.true_over_observed!.value).toBeCloseTo(1, 0);
  });
});

// Quantiles of the distributions do not fluctuate, their replicas do: what these make of a variation lies beyond the value.
test('what rests on profiled variations has no interval, and says where replicas lie', async () => {
  const { metrics } = await run([up, down], { nuisances: { scale: { up: 'up', down: 'down' } } });
  expect(metrics.z_expected).not.toHaveProperty('low');
  expect(metrics.z_expected).toMatchObject({ uncertainty: expect.stringMatching(/replicas of the jets lie above it by/) as string }); // prettier-ignore
  expect(metrics.limit_expected).toMatchObject({ uncertainty: expect.stringMatching(/replicas of the jets lie below it by/) as string }); // prettier-ignore
  // Where nothing is profiled the interval holds its value.
  for (const { value, low, high } of [metrics.z_exact, metrics.limit_exact]) {
    expect(low).toBeLessThan(value);
    expect(high).toBeGreaterThan(value);
  }
  const { metrics: known } = await run([], exact, [['attacked', up[1]]]);
  for (const one of Object.values(known)) expect(one).toHaveProperty('low');
});

describe('samples are taken by their names', () => {
  const nuisances = { scale: { up: 'up', down: 'down' } };

  test('whatever the order of names that are numbers', async () => {
    const inWords = await run([up, down], { ...exact, nuisances }, [['attacked', (value) => value ** 0.9]]);
    const inNumbers = await run([['2', up[1]], ['1', down[1]]], { ...exact, nuisances: { scale: { up: '2', down: '1' } } }, [['0', (value) => value ** 0.9]]); // prettier-ignore
    expect(inNumbers).toEqual(inWords);
  });

  test('a known variation may be the attack as well', async () => {
    const twice = await run([up, down], { ...exact, nuisances }, [up]);
    const apart = await run([up, down], { ...exact, nuisances }, [['attacked', up[1]]]);
    expect(twice).toEqual(apart);
  });
});

describe('refuses', () => {
  test.each([
    ['an unknown node', { scale: { up: 'sideways' } }, 'nuisances.scale.up: unknown node sideways'],
    ['a node named twice', { a: { up: 'up', down: 'down' }, b: { up: 'up' } }, 'nuisances.b.up: expected a node that is named once, found up again'], // prettier-ignore
    ['a node left over', { scale: { up: 'up' } }, 'down: expected every variation to be named in nuisances, found none of this one'], // prettier-ignore
    ['the name of the background', { background: { up: 'up', down: 'down' } }, 'nuisances: expected another name than background'], // prettier-ignore
    ['the name of the signal strength', { mu: { up: 'up', down: 'down' } }, 'nuisances: expected another name than mu: it is that of the signal strength'], // prettier-ignore
  ])('%s', async (_, nuisances, message) => {
    await expect(run([up, down], { nuisances })).rejects.toThrow(message);
  });

  test('two perturbed samples', async () => {
    await expect(run([], {}, [up, down])).rejects.toThrow('perturbed: expected one node or none, found 2');
  });
});
