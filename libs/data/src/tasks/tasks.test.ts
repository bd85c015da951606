import type { Input } from '@jetdemon/workflow';
import { tableFromIPC, tableToIPC } from 'apache-arrow';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { identities } from '../jets/identity.ts';
import { rowsOf } from '../jets/split.ts';
import { readJets } from '../files/read.ts';
import { bundled, contextOf, jetsOf, richJets, richLayout, temporaryFolder } from '../testing/jets.ts';
import { writeJets } from '../files/write.ts';
import load from './load.ts';
import scale from './scale.ts';
import split from './split.ts';

const upstream = (folder: string): Input => ({ node: 'jets', base: 'jets', axes: {}, params: {}, folder });

describe('data/load', () => {
  const run = async (given: Record<string, unknown>): Promise<{ output: string; recorded: Map<string, unknown> }> => {
    const output = temporaryFolder();
    const context = contextOf(load, { params: given, inputs: {}, output });
    await load.run(context);
    return { output, recorded: context.recorded };
  };

  test('by default makes the selection of the paper', () => {
    expect(load.params.parse({ path: 'a' })).toEqual({
      ...{ path: 'a', part: 0, parts: 1 },
      ...{ ptMinGeV: 300, massMinGeV: 50, constituentsMin: 3 },
    });
  });

  test('names its path as a file, so that the contents are part of the key', () => {
    expect(load.params.shape.path.meta()).toMatchObject({ file: true });
  });

  test('writes the jets that pass, class-balanced, and records its cut-flow', async () => {
    const { output, recorded } = await run({ path: bundled('jets-2k.arrow'), massMinGeV: 80, take: 500 });
    expect(readdirSync(output).sort()).toEqual(['jets.arrow']);
    const all = await readJets(bundled('jets-2k.arrow'));
    const jets = await readJets(join(output, 'jets.arrow'));
    expect(jets.count).toBe(500);
    expect(jets.label.reduce((total, label) => total + label, 0)).toBe(250);
    const mass = jets.reference!['trunc_mass']!.values;
    expect(Math.min(...mass)).toBeGreaterThan(0.08);
    // The reference columns, not our kinematics, say how many pass.
    const { trunc_pt, trunc_mass } = all.reference!;
    const passing = (label: number, ptMinTeV: number, massMinTeV: number): number =>
      Array.from(all.label).filter(
        (of, row) => of === label && trunc_pt!.values[row]! > ptMinTeV && trunc_mass!.values[row]! > massMinTeV,
      ).length;
    expect(recorded.get('cutflow')).toEqual([
      { cut: 'all jets', background: 1000, signal: 1000 },
      { cut: 'pT > 300 GeV', background: passing(0, 0.3, 0), signal: passing(1, 0.3, 0) },
      { cut: 'mass > 80 GeV', background: passing(0, 0.3, 0.08), signal: passing(1, 0.3, 0.08) },
      { cut: 'constituents >= 3', background: passing(0, 0.3, 0.08), signal: passing(1, 0.3, 0.08) },
      { cut: 'first 500', background: 250, signal: 250 },
    ]);
  });

  test('reads one part of the rows; the parts are all of them', async () => {
    const asked = { path: bundled('jets-2k.arrow'), massMinGeV: 0, ptMinGeV: 0, constituentsMin: 1 };
    const rows = async (given: object) => {
      const { output } = await run({ ...asked, ...given });
      return [...(await readJets(join(output, 'jets.arrow'))).reference!['source_row']!.values];
    };
    const parts = await Promise.all([0, 1, 2].map((part) => rows({ part, parts: 3 })));
    parts.forEach((some, part) => expect(some.every((row) => row % 3 === part)).toBe(true));
    expect(parts.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: 2000 }, (_, row) => row));
    expect(() => load.params.parse({ path: 'a', part: 3, parts: 3 })).toThrow('expected part below parts');
  });

  test('refuses cuts that leave nothing, and says which cut did it', async () => {
    await expect(run({ path: bundled('jets-2k.arrow'), ptMinGeV: 1e6 })).rejects.toThrow(
      /expected jets that pass the cuts, found none: all jets 1000\+1000, pT > 1000000 GeV 0\+0/,
    );
  });

  test('holds the columns that it is told, through a split, as the file says from then on', async () => {
    const { output } = await run({ path: bundled('jets-2k.arrow'), held: ['n_towers'], take: 20 });
    const { reference } = await readJets(join(output, 'jets.arrow'));
    expect(reference!['n_towers']!.role).toBe('held');
    expect(reference!['trunc_mass']!.role).toBeUndefined();
    const folder = temporaryFolder();
    const parts = { train: 0.5, validation: 0.25, test: 0.25, seed: 1 };
    await split.run(contextOf(split, { params: parts, inputs: { jets: upstream(output) }, output: folder }));
    expect((await readJets(join(folder, 'jets.arrow'))).reference!['n_towers']!.role).toBe('held');
  });

  test.each([
    ['towers', /held: towers: expected a numeric column, found .*n_towers/],
    ['source_row', /held: source_row: expected a column that is not a weight or an origin/],
    ['jet_mass', /held: jet_mass: expected another name, because a column of scores is called so/],
  ])('refuses to hold %s', async (name, message) => {
    await expect(run({ path: bundled('jets-2k.arrow'), held: [name] })).rejects.toThrow(message);
  });

  test('takes files of one class, and of jets without labels, which are all of one', async () => {
    const file = join(temporaryFolder(), 'some.arrow');
    await writeJets(file, jetsOf([[[0.4, 0, 0], [0.3, 0, 1], [0.1, 0, 2]]], [1])); // prettier-ignore
    const { output } = await run({ path: file });
    expect([...(await readJets(join(output, 'jets.arrow'))).label]).toEqual([1]);
    const unlabelled = tableFromIPC(readFileSync(file)).select(['pt', 'eta', 'phi']);
    writeFileSync(file, tableToIPC(unlabelled, 'file'));
    await expect(run({ path: file })).rejects.toThrow(/expected a column label/);
    const data = await readJets(join((await run({ path: file, classes: ['data'] })).output, 'jets.arrow'));
    expect([[...data.label], data.layout.classes]).toEqual([[0], ['data']]);
  });

  test('says of each jet which row of the file it was, unless the file says where they come from', async () => {
    const jets = await readJets(bundled('jets-2k.arrow'));
    const { output } = await run({ path: bundled('jets-2k.arrow'), massMinGeV: 80 });
    const loaded = await readJets(join(output, 'jets.arrow'));
    const { source_row, trunc_mass } = loaded.reference!;
    expect(loaded.count).toBeLessThan(2000);
    expect(source_row).toMatchObject({ role: 'origin', unit: '1' });
    source_row!.values.forEach((row, at) =>
      expect(jets.reference!['trunc_mass']!.values[row]).toBe(trunc_mass!.values[at]),
    );
    const again = await readJets(join((await run({ path: join(output, 'jets.arrow') })).output, 'jets.arrow'));
    expect(again.reference!['source_row']).toEqual(source_row);
  });

  test('names classes and keeps the hardest constituents as it is told', async () => {
    const file = join(temporaryFolder(), 'some.arrow');
    await writeJets(file, { ...richJets(10), layout: { ...richLayout, classes: ['a', 'b', 'c', 'd'] } });
    const cuts = { ptMinGeV: 0, massMinGeV: 0, constituentsMin: 1 };
    const { output, recorded } = await run({
      path: file,
      ...cuts,
      classes: ['qcd', 'top', 'w'],
      constituents: 2,
      take: 6,
    });
    const { layout, count } = await readJets(join(output, 'jets.arrow'));
    expect([layout, count]).toEqual([{ ...richLayout, constituents: 2 }, 6]);
    expect(recorded.get('cutflow')).toContainEqual({ cut: 'first 6', qcd: 2, top: 2, w: 2 });
    await expect(run({ path: file, ...cuts, take: 6 })).rejects.toThrow('4 classes (a, b, c, d), found 6, no multiple');
  });

  test.each([{}, { path: '' }, { path: 'a', take: 0 }, { path: 'a', ptMin: 300 }, { path: 'a', constituentsMin: 257 }])(
    'refuses the parameters %o',
    (given) => {
      expect(load.params.safeParse(given).success).toBe(false);
    },
  );
});

describe('data/split', () => {
  test('writes the jets of its input, in their order, each with a partition', async () => {
    const [folder, output] = [temporaryFolder(), temporaryFolder()];
    const before = await readJets(bundled('jets-2k.arrow'));
    await writeJets(join(folder, 'jets.arrow'), before);
    await split.run(contextOf(split, { params: {}, inputs: { jets: upstream(folder) }, output }));
    const after = await readJets(join(output, 'jets.arrow'));
    expect((['train', 'validation', 'test'] as const).map((name) => rowsOf(after, name).length)).toEqual([
      1400, 300, 300,
    ]);
    expect(Buffer.compare(Buffer.from(after.ptTeV.buffer), Buffer.from(before.ptTeV.buffer))).toBe(0);
    expect(Object.keys(after.reference!)).toEqual(Object.keys(before.reference!));
  });

  test('keeps a partition that the jets have, and draws another when it is told', async () => {
    const [folder, output] = [temporaryFolder(), temporaryFolder()];
    const partition = Uint8Array.from({ length: 10 }, (_, row) => (row < 8 ? 2 : 1));
    await writeJets(join(folder, 'jets.arrow'), { ...richJets(10), partition });
    const run = async (params: object) => {
      await split.run(contextOf(split, { params, inputs: { jets: upstream(folder) }, output }));
      return (await readJets(join(output, 'jets.arrow'))).partition;
    };
    expect(await run({})).toEqual(partition);
    expect(await run({ given: 'replace' })).not.toEqual(partition);
  });

  test('refuses shares that do not sum to 1 when the workflow is checked', () => {
    const { error } = split.params.safeParse({ train: 0.9 });
    expect(error?.issues.map(({ message }) => message)).toEqual(['expected train + validation + test = 1']);
  });
});

describe('data/scale', () => {
  test('writes the jets row by row, with their partitions and identities, at another energy', async () => {
    const from = temporaryFolder();
    const jets = { ...richJets(12), partition: Uint8Array.from({ length: 12 }, (_, row) => row % 3) };
    await writeJets(join(from, 'jets.arrow'), jets);
    const output = temporaryFolder();
    await scale.run(contextOf(scale, { params: { shift: 0.5 }, inputs: { jets: upstream(from) }, output }));
    const [before, after] = [await readJets(join(from, 'jets.arrow')), await readJets(join(output, 'jets.arrow'))];
    expect(after.ptTeV).toEqual(before.ptTeV.map((pt) => 1.5 * pt));
    expect([after.eta, after.phi, after.label, after.partition]).toEqual([before.eta, before.phi, before.label, before.partition]); // prettier-ignore
    // a classifier that has seen the original jets knows these
    expect(identities(after)).toEqual(identities(before));
    expect(identities(after)).not.toEqual(identities({ ...after, reference: undefined }));
  });

  test('refuses a scale of nothing', () => {
    expect(scale.params.safeParse({ shift: -1 }).success).toBe(false);
    expect(scale.params.safeParse({}).success).toBe(false);
  });
});
