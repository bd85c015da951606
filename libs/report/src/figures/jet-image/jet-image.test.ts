import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { figure } from '@jetdemon/artifacts';
import type { Input } from '@jetdemon/workflow';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readMean, readSingle, type ImageChoice } from './data.ts';
import jetImage from '../../tasks/jet-image.ts';
import { writeTestJets, writeTestScores, type TestJet } from '../../testing/jets.ts';
import { runTask } from '../../testing/run.ts';

const root = mkdtempSync(join(tmpdir(), 'images-'));
afterAll(() => rmSync(root, { recursive: true }));

const jet = (label: 0 | 1, partition: number, tilt: number): TestJet => ({
  label,
  partition,
  constituents: [
    [0.3, 0.1, 3.1],
    [0.1, -0.2 + tilt, -3.0],
    [0.01, 0.5, -3.1],
  ],
});
// Of the test partition (2) the signal jets are rows 0, 2 and 3: the first is moved least, the third most.
const split = [jet(1, 0, 0), jet(1, 2, 0), jet(0, 2, 0), jet(1, 1, 0), jet(1, 2, 0), jet(1, 2, 0)];
const after = [jet(1, 2, 0), jet(0, 2, 0), jet(1, 2, 0.3), jet(1, 2, 0.4)].map((one, row) =>
  row === 3 ? { ...one, constituents: one.constituents.map(([pt, eta, phi]) => [pt, eta + 0.4, phi] as const) } : one,
);
const usual: ImageChoice = { jet: 'median', by: 'image', class: 'signal', extent: 1, pixel: 0.05 };
let inputs: { jets: Input; attacked: Input; nominal: Input[]; perturbed: Input[] };
let scored: typeof inputs;

beforeAll(async () => {
  inputs = {
    jets: await writeTestJets(root, 'split', split),
    attacked: await writeTestJets(root, 'adversary', after),
    nominal: [],
    perturbed: [],
  };
  scored = {
    ...inputs,
    nominal: [await writeTestScores(root, 'nominal-scores', [0.9, 0.2, 0.75, 0.8], [1, 1, 3, 0])],
    perturbed: [await writeTestScores(root, 'adversary-scores', [0.3, 0.2, 0.5, 0.7])],
  };
});

describe('the jet shown', () => {
  test('is the median or the largest of its class, or the row asked for', async () => {
    const row = async (choice: Partial<ImageChoice>, of = inputs) =>
      (await readSingle(of, { ...usual, ...choice })).row;
    expect(await row({})).toBe(2);
    expect(await row({ jet: 'largest' })).toBe(3);
    expect(await row({ class: 'background' })).toBe(1);
    expect(await row({ jet: 'largest', by: 'response' }, scored)).toBe(0);
    expect(await row({ jet: 1 })).toBe(1);
  });

  test('is imaged about its axis before, with its numbers before and after', async () => {
    const { before, after: moved, changes, points, class: name } = await readSingle(scored, usual);
    expect(name).toBe('signal');
    for (const image of [before, moved]) expect(image.reduce((sum, pt) => sum + pt)).toBeCloseTo(410, 3);
    const axis = points.before.reduce((sum, { x, ptGeV }) => sum + x * ptGeV, 0) / 410;
    expect(Math.abs(axis)).toBeLessThan(0.01);
    expect(Math.max(...points.before.map(({ y }) => Math.abs(y)))).toBeLessThan(0.5); // not torn at ±π
    expect(changes.response).toEqual({ before: 0.75, after: 0.5 });
    expect(changes.massGeV!.after).not.toBeCloseTo(changes.massGeV!.before, 0);
  });

  test('that is not there is an error', async () => {
    const single = (choice: Partial<ImageChoice>, of = inputs) => readSingle(of, { ...usual, ...choice });
    await expect(single({ jet: 4 })).rejects.toThrow('jet: expected a row of adversary, found 4');
    await expect(single({ by: 'response' })).rejects.toThrow('by: expected scores of both samples, found none');
    const onlySignal = { ...inputs, jets: await writeTestJets(root, 's', [split[1]!]), attacked: await writeTestJets(root, 'a', [after[0]!]) }; // prettier-ignore
    await expect(single({ class: 'background' }, onlySignal)).rejects.toThrow(
      'expected background jets in a, found none',
    );
  });
});

describe('the mean', () => {
  test('holds the pT of a jet, and is over its class', async () => {
    const { before, jets, hits, weighted, changes } = await readMean(inputs, usual);
    expect([jets, weighted, hits.reduce((sum, hit) => sum + hit)]).toEqual([3, false, 9]);
    expect(before.reduce((sum, pt) => sum + pt)).toBeCloseTo(410, 3);
    expect(changes.massGeV!.error).toBeGreaterThan(0);
  });

  test('is weighted where scores bring weights', async () => {
    const { changes, weighted } = await readMean(scored, usual);
    expect(weighted).toBe(true);
    // (1 × 0.9 + 3 × 0.75 + 0 × 0.8) / 4 and (0.3 + 3 × 0.5) / 4.
    expect(changes.response!.before).toBeCloseTo(0.7875, 6);
    expect(changes.response!.after).toBeCloseTo(0.45, 6);
  });
});

describe('inputs that do not belong together are refused', () => {
  const choices = { ...usual, jet: 'largest' } as const;
  test.each([
    ['another order', [after[1]!, after[0]!, after[2]!, after[3]!], 'found another jet in row 0'],
    ['too many', [...after, after[3]!], 'found more than the 4 there'],
    ['too few', after.slice(0, 3), 'found only 3'],
  ])('%s', async (name, jets, message) => {
    const attacked = await writeTestJets(root, name, jets);
    const wrong = readSingle({ ...inputs, attacked }, choices);
    await expect(wrong).rejects.toThrow(
      `${name}: expected the jets of one partition of split, row for row, ${message}`,
    );
  });

  test('scores of other jets', async () => {
    const scores = async (name: string, count: number) => [
      await writeTestScores(
        root,
        name,
        Array.from({ length: count }, () => 0.5),
      ),
    ];
    const of = async (count: number) => ({
      ...inputs,
      nominal: await scores(`n${count}`, count),
      perturbed: await scores(`p${count}`, count),
    });
    await expect(readMean(await of(3), usual)).rejects.toThrow(
      'n3: expected a score for each jet of adversary, found only 3',
    );
    await expect(readMean(await of(5), usual)).rejects.toThrow(
      'n5: expected a score for each jet of adversary, found 5 for 4',
    );
    const odd = { ...inputs, nominal: scored.nominal };
    await expect(readMean(odd, usual)).rejects.toThrow('expected scores of one node each or none, found 1 and 0');
  });
});

describe('the figure', () => {
  const run = async (name: string, params: Parameters<typeof jetImage.params.parse>[0], of: typeof inputs) => {
    const ports = { ...of, jets: [of.jets], attacked: [of.attacked] };
    await runTask(jetImage, { attack: 'the adversary', ...(params as object) }, ports, join(root, name));
    const read = (file: string) => readFileSync(join(root, name, file), 'utf8');
    for (const file of Object.keys(figure.files)) expect(read(file).length).toBeGreaterThan(100);
    const { title, caption }: { title: string; caption: string } = JSON.parse(read('caption.json'));
    return { svg: read('figure.svg'), csv: read('figure.csv'), title, caption };
  };

  test('of one jet draws a pixel per filled one, and says what changed', async () => {
    const { svg, csv, title, caption } = await run('single', {}, scored);
    expect(title).toBe('A signal jet before and after the adversary');
    expect(caption).toContain(
      'Row 2 of the attacked jets, the one of 3 signal jets with the median change of the image',
    );
    expect(caption).toContain('classifier output 0.750 → 0.500');
    expect(csv.split('\r\n')).toHaveLength(1 + 41 * 41 + 1);
    const panels = svg
      .match(/<g class="mark-rect role-mark[^>]*>.*?<\/g>/g)!
      .filter((one) => /layer_0_marks/.test(one));
    expect(panels.map((panel) => panel.match(/<path/g)!.length)).toEqual([3, 3, 2]);
    expect(svg).toContain('>its core: rings before, discs after</text>');
  });

  test('of a mean says so, with errors', async () => {
    const { svg, title, caption } = await run('mean', { average: true }, inputs);
    expect(title).toBe('The mean signal jet before and after the adversary');
    expect(caption).toMatch(/Mean over 3 signal jets, each counted once: .*mass .* GeV \([^)]* ± [^)]*\)/);
    expect(svg).toContain('>relative change</text>');
  });

  test('of a jet that nothing was done to is drawn too', async () => {
    const { caption } = await run('same', { jet: 1 }, inputs);
    expect(caption).toContain('0.0% of it lies in another pixel');
  });
});
