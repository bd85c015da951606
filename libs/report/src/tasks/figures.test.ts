import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { figure } from '@jetdemon/artifacts';
import type { Input } from '@jetdemon/workflow';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { paperFile } from '../testing/reference.ts';
import { runTask } from '../testing/run.ts';
import { writeRegion, writeSusceptibility } from '../testing/write-validation.ts';
import controlRegion from './control-region.ts';
import susceptibility from './susceptibility.ts';

let root = '';
const at = (name: string) => join(root, name);

function input(base: string, axes: Input['axes']): Input {
  const point = Object.entries(axes).map(([axis, value]) => `${axis}=${value}`);
  const node = [base, ...point].join('@');
  const folder = at(node.replaceAll(/[@=]/g, '-'));
  mkdirSync(folder);
  return { node, base, axes, params: {}, folder };
}

let regions: Input[] = [];
let line: Input;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'figures-'));
  regions = ['ll', 'hl'].map((network) => input('control-region', { network }));
  for (const { folder } of regions) await writeRegion(folder);
  line = input('susceptibility', {});
  await writeSusceptibility(line.folder);
});
afterAll(() => rmSync(root, { recursive: true }));

const read = (name: string) => readFileSync(at(name), 'utf8');

describe('the control region', () => {
  test('is drawn with the files of a figure', async () => {
    await runTask(controlRegion, {}, { regions }, at('figure-1'));
    for (const file of Object.keys(figure.files)) expect(read(`figure-1/${file}`).length).toBeGreaterThan(100);
    expect(read('figure-1/figure.csv').split('\r\n')).toHaveLength(1 + 2 * 3 * 40 + 1);
    expect(JSON.parse(read('figure-1/caption.json')).title).toMatch(/control region/);
  });

  test('shows the pseudodata asked for', async () => {
    const params = { pseudodata: 'with signal', unblinded: true } as const;
    await runTask(controlRegion, params, { regions: regions.slice(0, 1) }, at('opened'));
    expect(read('opened/figure.svg')).toContain('>unblinded</text>');
    const observed = (name: string) =>
      read(`${name}/figure.csv`)
        .split('\r\n')
        .filter((row) => row.startsWith('Network ll,score,0.9,'))
        .map((row) => Number(row.split(',')[6]));
    expect(observed('opened')[0]).toBeGreaterThan(observed('figure-1')[0]!);
  });

  test('refuses to draw nothing, and pseudodata that were not made', async () => {
    await expect(runTask(controlRegion, {}, {}, at('none'))).rejects.toThrow('regions: expected at least one network');
    const { readRegion } = await import('../figures/control-region/data.ts');
    const subject = { input: regions[0]!, label: 'LL', noun: '' };
    await expect(readRegion(subject, 'other')).rejects.toThrow(
      'control-region@network=ll: expected pseudodata other, found background, with signal',
    );
  });
});

test('susceptibility is drawn with the files of a figure and the paper’s values', async () => {
  await runTask(susceptibility, { reference: paperFile }, { susceptibility: [line] }, at('figure-susceptibility'));
  for (const file of Object.keys(figure.files)) {
    expect(read(`figure-susceptibility/${file}`).length).toBeGreaterThan(100);
  }
  expect(read('figure-susceptibility/figure.svg')).toContain('>paper, HL</text>');
  expect(read('figure-susceptibility/figure.csv').split('\r\n')).toHaveLength(1 + 16 + 2 + 1);
});
