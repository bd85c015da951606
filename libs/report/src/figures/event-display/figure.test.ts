import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Input } from '@jetdemon/workflow';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { captionOf } from './caption.ts';
import { readDisplayed } from './data.ts';
import { eventDisplayFigure } from './figure.ts';
import { renderSvg } from '../render.ts';
import { writeClusteredTowers, type TowerRow } from '../../testing/towers.ts';
import { tipsOf } from '../../testing/tips.ts';

// Two jets back to back, the first across φ = ±π, a soft third, and a tower in none.
const towers: TowerRow[] = [
  [0, 100, 0.5, 3.1, 0],
  [1, 60, 0.6, -3.1, 0],
  [1, 150, -1, 0.1, 1],
  [0, 4, 2, 1.5, 2],
  [1, 0.5, -4, -1, -1],
];
const root = mkdtempSync(join(tmpdir(), 'display-'));
let input: Input;

beforeAll(async () => {
  input = await writeClusteredTowers(join(root, 'clustered'), [
    { event: 7, towers: [[0, 30, 0, 0, 0]], photons: [[30, 0, 0]] },
    { event: 9, towers },
    { event: 11, towers: [[0, 3, 0, 0, -1]] },
  ]);
});
afterAll(() => rmSync(root, { recursive: true }));

describe('the event', () => {
  test('is that with the hardest jet, or the one asked for', async () => {
    expect((await readDisplayed(input, 'hardest jet')).event).toBe(9);
    const seventh = await readDisplayed(input, 7);
    expect(seventh.photons).toEqual([{ ptGeV: 30, eta: 0, phi: 0 }]);
    expect(seventh.towers).toEqual([
      { calorimeter: 'electromagnetic', etGeV: expect.closeTo(30, 12), eta: 0, phi: 0, jet: 0 },
    ]);
  });

  test('has jets with the pT, rapidity and mass of their towers', async () => {
    const { jets } = await readDisplayed(input, 9);
    // Two massless towers: m² = 2 ET ET' (cosh Δη − cos Δφ), pT² = ET² + ET'² + 2 ET ET' cos Δφ.
    const [dEta, dPhi] = [0.1, 2 * Math.PI - 6.2];
    expect(jets[0]!.massGeV).toBeCloseTo(Math.sqrt(2 * 100 * 60 * (Math.cosh(dEta) - Math.cos(dPhi))), 9);
    expect(jets[0]!.ptGeV).toBeCloseTo(Math.sqrt(100 ** 2 + 60 ** 2 + 2 * 100 * 60 * Math.cos(dPhi)), 9);
    expect(jets[1]!.rapidity).toBeCloseTo(-1, 6); // massless but for rounding
    expect(jets[1]!.phi).toBeCloseTo(0.1, 12);
  });

  test('that is not there is an error', async () => {
    await expect(readDisplayed(input, 8)).rejects.toThrow(/towers\.arrow: event: expected an event numbered 8, found/);
    const empty = await writeClusteredTowers(join(root, 'no-jets'), [{ event: 1, towers: [[0, 3, 0, 0, -1]] }]);
    await expect(readDisplayed(empty, 'hardest jet')).rejects.toThrow('expected an event with a jet, found none');
  });
});

describe('the display', () => {
  const drawn = async (event: number, ptMinGeV = 20) => {
    const figure = eventDisplayFigure(await readDisplayed(input, event), ptMinGeV, 'dijet');
    const svg = await renderSvg(figure.spec, figure.alt);
    const squares = (colour: string, how: 'fill' | 'stroke') =>
      [...svg.matchAll(new RegExp(`<path [^>]*d="M-?([\\d.]+),[^"]*Z"[^>]*${how}="${colour}"`, 'g'))].map(
        ([, half]) => (2 * Number(half)) ** 2,
      );
    return { figure, svg, squares };
  };

  test('has a row per tower, jet and photon behind it', async () => {
    const { figure } = await drawn(9);
    const objects = figure.table.map(({ object }) => object);
    expect(objects).toEqual([
      'ECAL tower',
      'HCAL tower',
      'HCAL tower',
      'ECAL tower',
      'HCAL tower',
      'jet',
      'jet',
      'jet',
    ]);
    expect(figure.title).toBe('Event 9 of dijet: calorimeter towers and jets');
    expect(figure.caption).toContain('The 2 hardest jets are coloured');
    expect(figure.caption).toContain('3 jets (anti-k_{t}, R = 1)');
    expect(figure.alt).toContain('transverse momentum 150 GeV');
  });

  test('draws towers in the colour of their jet, of area proportional to ET', async () => {
    const { squares } = await drawn(9);
    expect(squares('#D55E00', 'fill')).toEqual([expect.closeTo(500, -1)]); // ECAL, 100 GeV
    expect(squares('#D55E00', 'stroke')).toEqual([expect.closeTo(300, -1)]); // HCAL, 60 GeV
    expect(squares('#0072B2', 'stroke')).toEqual([expect.closeTo(750, -1)]);
    expect(squares('#9a9a9a', 'fill')).toEqual([expect.closeTo(20, -1)]); // the jet of 4 GeV is not coloured
  });

  test('keeps a jet at φ = ±π together, and its circle whole', async () => {
    const { svg, figure } = await drawn(9);
    const [first, second] = [...svg.matchAll(/<path [^>]*transform="translate\(([\d.]+),([\d.]+)\)"[^>]*="#D55E00"/g)];
    expect(Math.abs(Number(first![2]) - Number(second![2]))).toBeLessThan(10);
    expect(svg.match(/<path [^>]*stroke="#D55E00"[^>]*stroke-dasharray/g)).toHaveLength(1);
    expect(figure.caption).not.toContain('goes on at the other edge');
  });

  test('says of a circle that crosses the cut that it goes on, also across φ = ±π', async () => {
    const event = await readDisplayed(input, 9);
    const [first, second] = event.jets; // at φ = ±3.1 and 0.1, of radius 1
    const says = (jet: typeof first, cut: number) => captionOf(event, [jet!], 20, cut).includes('at the other edge');
    expect([-3, -2.5, 2.5, 0.5].map((cut) => says(first, cut))).toEqual([true, true, true, false]);
    expect([-1, -0.8, 1.2].map((cut) => says(second, cut))).toEqual([false, true, false]);
  });

  test('marks photons, and only where there are any', async () => {
    const with7 = await drawn(7);
    expect(with7.svg).toContain('>γ 30 GeV</text>');
    expect(with7.figure.caption).toContain('Diamond: photon');
    const without = await drawn(9);
    expect(without.svg).not.toContain('photon');
    expect(without.figure.caption).not.toContain('photon');
  });

  test('is grey without a jet that is hard enough', async () => {
    const { figure, svg } = await drawn(9, 1000);
    expect(figure.caption).toContain('No jet reaches 1000 GeV');
    expect(svg).not.toContain('#D55E00');
    await expect(drawn(11)).resolves.toBeDefined();
  });
});

test('every tower shows its energy and its jet under the pointer', async () => {
  const tips = await tipsOf(eventDisplayFigure(await readDisplayed(input, 9), 20).spec);
  expect(tips).toHaveLength(towers.length);
  expect(tips).toContain('tower: electromagnetic; E_{T} [GeV]: 100.00; η: 0.500; φ: 3.100; jet: 0');
  expect(tips).toContain('tower: hadronic; E_{T} [GeV]: 0.50; η: −4.000; φ: −1.000; jet: none');
});
