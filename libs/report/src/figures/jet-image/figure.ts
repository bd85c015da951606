// One jet, or the mean of a class, before and after an attack: images in the plane about the jet axis.
import type { LayerSpec } from 'vega-lite/types_unstable/spec/layer.js';
import type { Field } from 'vega-lite/types_unstable/channeldef.js';
import type { Figure } from '../figure.ts';
import { count, fixed, inWords } from '../../text/numbers.ts';
import type { Change } from './changes.ts';
import type { MeanJet, Point, SingleJet } from './data.ts';
import { cellsOf, corePanel, diverging, heatPanel, sequential } from './panels.ts';
import { edgesOf } from './pixels.ts';
import { config } from '../style.ts';

const columns = ['x_low', 'x_high', 'y_low', 'y_high', 'before_gev', 'after_gev'] as const;

/** Decades of pT that the colours of an image span: softest to hardest tower, and the faint rim of a mean. */
const decades = { single: 3.5, mean: 5 };

/** Half the width of the window about the hardest constituent. */
const halfWindow = 0.15;

/** Pixels whose relative change is drawn have at least so many constituents before. */
const fewest = 300;

/**
 * The figure: before, after, their difference, and what the pixels hide: the constituents about the hardest one, or the
 * relative change of a mean.
 *
 * @param attack what was done to the jets, as legends name it: "the adversary"
 */
export function jetImageFigure(shown: SingleJet | MeanJet, attack: string): Figure<(typeof columns)[number]> {
  const { grid, before, after } = shown;
  const highest = Math.max(...before, ...after);
  const lowest = highest / 10 ** decades[shown.mode];
  const axes = shown.mode === 'single' ? { x: 'Δη', y: 'Δφ [rad]' } : { x: 'along the widest spread', y: 'across it' };
  const image = (name: string, pixels: Float64Array): LayerSpec<Field> =>
    heatPanel({
      name,
      cells: cellsOf(pixels, grid, (value) => value > 0),
      extent: grid.extent,
      scale: sequential(lowest, highest),
      legend: { title: 'p_{T} [GeV]', values: powers(lowest, highest) },
      ...axes,
    });
  const change = before.map((pt, at) => after[at]! - pt);
  const most = Math.max(...change.map(Math.abs)) || 1; // of nothing, where nothing was moved
  const difference = heatPanel({
    name: 'after − before',
    cells: cellsOf(change, grid, (value) => Math.abs(value) > most / 500),
    extent: grid.extent,
    scale: diverging(most, most / 30),
    legend: { title: 'Δp_{T} [GeV]', values: ticks(most) },
    ...axes,
  });
  const last = shown.mode === 'single' ? core(shown, axes) : relative(shown, change, axes);
  return {
    spec: {
      $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
      config,
      spacing: 30,
      resolve: { scale: { color: 'independent' } },
      vconcat: [
        [image('before', before), image(`after ${attack}`, after)],
        [difference, last],
      ].map((hconcat) => ({ spacing: 74, bounds: 'flush', hconcat, resolve: { scale: { color: 'independent' } } })),
    },
    table: Array.from(before, (pt, at) => ({
      ...edgesOf(at, grid),
      before_gev: pt,
      after_gev: after[at]!,
    })),
    columns,
    ...(shown.mode === 'single' ? wordsOfSingle(shown, attack) : wordsOfMean(shown, attack)),
  };
}

type Axes = { readonly x: string; readonly y: string };

function core({ points }: SingleJet, axes: Axes): LayerSpec<Field> {
  const hardest = points.before.reduce((best, one) => (one.ptGeV > best.ptGeV ? one : best));
  const near = points.before.filter(
    ({ x, y }) => Math.max(Math.abs(x - hardest.x), Math.abs(y - hardest.y)) < halfWindow,
  );
  const middle = (of: (one: Point) => number) =>
    Math.round((100 * (Math.min(...near.map(of)) + Math.max(...near.map(of)))) / 2) / 100;
  const window = { x: middle(({ x }) => x), y: middle(({ y }) => y), half: halfWindow };
  return corePanel({ name: 'its core: rings before, discs after', ...points, window, ...axes });
}

function relative({ grid, before, hits }: MeanJet, change: Float64Array, axes: Axes): LayerSpec<Field> {
  const ratio = change.map((value, at) => (100 * value) / before[at]!);
  const cells = cellsOf(ratio, grid, (_, at) => hits[at]! >= fewest);
  const most = Math.max(1, ...cells.map(({ value }) => Math.abs(value)));
  return heatPanel({
    name: 'relative change',
    cells,
    extent: grid.extent,
    scale: diverging(most, most / 10),
    legend: { title: 'Δp_{T} / p_{T} [%]', values: ticks(most) },
    ...axes,
  });
}

/** Powers of ten from `low` to `high`. */
function powers(low: number, high: number): number[] {
  const first = Math.ceil(Math.log10(low));
  return Array.from({ length: Math.floor(Math.log10(high)) - first + 1 }, (_, at) => 10 ** (first + at));
}

/** Zero and the largest round number up to `most`, and a tenth of it, both ways. */
function ticks(most: number): number[] {
  const power = 10 ** Math.floor(Math.log10(most));
  const round = most >= 5 * power ? 5 * power : most >= 2 * power ? 2 * power : power;
  return [-round, -round / 10, 0, round / 10, round];
}

const quantities = [
  { name: 'p_{T}', key: 'ptGeV', decimals: 1, unit: ' GeV' },
  { name: 'mass', key: 'massGeV', decimals: 1, unit: ' GeV' },
  { name: 'D_{2}', key: 'd2', decimals: 2, unit: '' },
  { name: 'classifier output', key: 'response', decimals: 3, unit: '' },
] as const;

/** "mass 98.7 → 98.8 GeV", with the error of the mean change where there is one. */
function numbersOf({ changes }: SingleJet | MeanJet): string {
  return quantities
    .flatMap(({ name, key, decimals, unit }) => {
      const change: Change | undefined = changes[key];
      if (!change) return [];
      const { before, after, error } = change;
      const difference =
        error === undefined
          ? ''
          : ` (${inWords({ value: after - before, low: after - before - error, high: after - before + error })})`;
      return [`${name} ${fixed(before, decimals)} → ${fixed(after, decimals)}${unit}${difference}`];
    })
    .join(', ');
}

function wordsOfSingle(shown: SingleJet, attack: string) {
  const { moved, row, chosen, points, grid } = shown;
  const name = shown.class;
  const numbers = numbersOf(shown);
  return {
    title: `A ${name} jet before and after ${attack}`,
    caption:
      `Row ${row} of the attacked jets${chosen ? `, ${chosen}` : ''}: ${numbers}. p_{T} in pixels of ` +
      `${fixed((2 * grid.extent) / grid.side, 3)} about the axis of the jet before; ${fixed(100 * moved, 1)}% of it lies in ` +
      'another pixel afterwards, or is new or gone. Lower right: the constituents about the hardest one, rings before ' +
      `and discs after, of area proportional to p_{T} (${points.before.length} in the whole jet).`,
    about: 'attacked jets',
    alt: `Images of a ${name} jet before and after ${attack}, their difference, and its core enlarged. ${numbers}.`,
  };
}

function wordsOfMean(shown: MeanJet, attack: string) {
  const { jets, grid } = shown;
  const errors = '; in brackets the mean change with its standard error';
  const numbers = numbersOf(shown);
  const name = shown.class;
  return {
    title: `The mean ${name} jet before and after ${attack}`,
    caption:
      `Mean over ${count(jets)} ${name} jets, ${shown.weighted ? 'by weight' : 'each counted once'}: ${numbers}${errors}. p_{T} per jet in pixels of ` +
      `${fixed((2 * grid.extent) / grid.side, 3)}; each jet is centred on its axis, turned so that its p_{T} spreads most ` +
      'along the horizontal, and mirrored so that what is soft and far is to the left; after the attack it is placed as ' +
      `before. Lower right: relative change where at least ${fewest} constituents were before.`,
    about: 'attacked jets',
    alt: `Mean images of ${name} jets before and after ${attack}, their difference and relative change. ${numbers}.`,
  };
}
