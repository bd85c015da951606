// The house style of every figure: one font stack, sizes legible at 100%, and one look per sample.
// Colours are those of Okabe and Ito (https://jfly.uni-koeln.de/color/), told apart also by dashes and marker shapes,
// so that a figure survives printing in grey.
import type { Config } from 'vega-lite';
import type { Field } from 'vega-lite/types_unstable/channeldef.js';
import type { LayerSpec } from 'vega-lite/types_unstable/spec/layer.js';
import type { UnitSpec } from 'vega-lite/types_unstable/spec/unit.js';

export const font = 'Helvetica, Arial, "Liberation Sans", "DejaVu Sans", sans-serif';

export const ink = '#1a1a1a';

/** How one sample is drawn wherever it appears. */
export interface Look {
  readonly colour: string;
  /** SVG dash pattern in pixels; `[1, 0]` is a solid line. */
  readonly dash: readonly number[];
  readonly shape: 'circle' | 'triangle-up' | 'square' | 'diamond' | 'cross' | 'triangle-down';
}

const solid = [1, 0];

/** What the varied samples follow: nothing was done to it. */
export const nominalLook: Look = { colour: '#0072B2', dash: solid, shape: 'circle' };

/** Jets of background, against which signal is drawn: lighter than any other, and filled. */
export const backgroundLook: Look = { colour: '#9a9a9a', dash: solid, shape: 'circle' };

/** Jets of whatever class. */
export const wholeLook: Look = { colour: '#000000', dash: solid, shape: 'circle' };

/** Jets of background after the attack at `index` of those that move background: darker, and never solid. */
export function attackedBackgroundLook(index: number): Look {
  const dashes = [
    [2, 2],
    [6, 2, 2, 2],
    [9, 2],
    [1, 3],
    [4, 4],
  ];
  return { colour: '#3a3a3a', dash: dashes[index % dashes.length]!, shape: 'circle' };
}

const variedLooks: readonly Look[] = [
  { colour: '#D55E00', dash: [7, 3], shape: 'triangle-up' },
  { colour: '#009E73', dash: [2, 2], shape: 'square' },
  { colour: '#CC79A7', dash: [9, 3, 2, 3], shape: 'diamond' },
  { colour: '#E69F00', dash: [5, 2, 1, 2, 1, 2], shape: 'cross' },
  { colour: '#56B4E9', dash: [3, 4], shape: 'triangle-down' },
];

/** The look of the varied sample at `index`, counted from 0 in the order of the legend; looks repeat after five. */
export function variedLook(index: number): Look {
  return variedLooks[index % variedLooks.length]!;
}

export const config: Config = {
  font,
  background: 'white',
  // A label for each of a thousand marks helps no one: the drawing as a whole carries one description instead.
  aria: false,
  view: { stroke: ink, strokeWidth: 0.8 },
  // A fixed room for labels keeps the titles of panels above each other in line.
  axisY: { minExtent: 36, maxExtent: 36 },
  axis: {
    labelFontSize: 12,
    titleFontSize: 13,
    titleFontWeight: 'normal',
    titlePadding: 6,
    labelColor: ink,
    titleColor: ink,
    domain: false,
    tickColor: ink,
    tickWidth: 0.8,
    tickSize: 5,
    labelFlush: false,
    grid: false,
  },
  legend: {
    orient: 'top',
    direction: 'horizontal',
    labelFontSize: 13,
    labelColor: ink,
    labelLimit: 0,
    symbolSize: 500,
    symbolStrokeWidth: 2,
    columnPadding: 22,
    title: null,
  },
  text: { fontSize: 12, color: ink },
};

/** A layer that names its panel inside the frame, at the top left: a title above it would collide with the legend. */
export function panelName(name: string, ...below: readonly string[]): LayerSpec<Field> {
  const lines = [name, ...below].map((text, at): UnitSpec<Field> => ({
    mark: { type: 'text', align: 'left', baseline: 'top', fontSize: 13, fontWeight: at === 0 ? 'bold' : 'normal' },
    encoding: { text: { value: text }, x: { value: 9 }, y: { value: 9 + 17 * at } },
  }));
  return { data: { values: [{}] }, layer: lines };
}
