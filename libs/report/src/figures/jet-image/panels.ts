// The panels of the figure of jet images: pixels on a logarithmic scale, differences on one that opens at zero, and
// constituents as circles.
import type { Field, PositionFieldDef } from 'vega-lite/types_unstable/channeldef.js';
import type { LayerSpec } from 'vega-lite/types_unstable/spec/layer.js';
import type { Scale } from 'vega-lite/types_unstable/scale.js';
import type { Point } from './data.ts';
import { edgesOf, type Grid } from './pixels.ts';
import { pointerAtCells, pointerAtPoints } from '../pointer.ts';
import { ink, nominalLook, variedLook } from '../style.ts';

/** Side of a panel, in pixels of the drawing. */
export const panelSize = 290;

/** One filled pixel of an image. */
export interface Cell {
  readonly x_low: number;
  readonly x_high: number;
  readonly y_low: number;
  readonly y_high: number;
  readonly value: number;
}

/** The pixels of `image` that `isShown`. */
export function cellsOf(image: Float64Array, grid: Grid, isShown: (value: number, at: number) => boolean): Cell[] {
  return Array.from(image, (value, at) => ({ value, at }))
    .filter(({ value, at }) => isShown(value, at))
    .map(({ value, at }) => ({ ...edgesOf(at, grid), value }));
}

export interface PanelTitles {
  readonly name: string;
  readonly x: string | null;
  readonly y: string | null;
}

interface Heat extends PanelTitles {
  readonly cells: readonly Cell[];
  readonly extent: number;
  readonly scale: Scale;
  /** What the colours mean. */
  readonly legend: { readonly title: string; readonly values: readonly number[] };
}

const axis = (field: string, low: number, high: number, title: string | null): PositionFieldDef<Field> => ({
  field,
  type: 'quantitative',
  title,
  scale: { domain: [low, high], nice: false, zero: false },
  axis: { tickCount: 5 },
});

/** pT of every pixel, low to high from light to dark. */
export const sequential = (low: number, high: number): Scale => ({
  type: 'log',
  domain: [low, high],
  scheme: 'viridis',
  reverse: true,
  clamp: true,
});

/** What was lost and what was gained, white for nothing. */
export const diverging = (most: number, constant: number): Scale => ({
  type: 'symlog',
  constant,
  domain: [-most, 0, most],
  range: ['#a63603', '#ffffff', '#08519c'],
  interpolate: 'lab', // the default goes round the hues, and white has none
  clamp: true,
});

export function heatPanel({ name, cells, extent, scale, legend, x, y }: Heat): LayerSpec<Field> {
  return {
    width: panelSize,
    height: panelSize,
    title: { text: name, fontSize: 13, color: ink, anchor: 'start', offset: 6 },
    layer: [
      {
        data: { values: [...cells] },
        mark: { type: 'rect', clip: true },
        encoding: {
          x: axis('x_low', -extent, extent, x),
          x2: { field: 'x_high' },
          y: axis('y_low', -extent, extent, y),
          y2: { field: 'y_high' },
          color: {
            field: 'value',
            type: 'quantitative',
            scale,
            legend: {
              title: legend.title,
              orient: 'top',
              direction: 'horizontal',
              values: [...legend.values],
              format: '~r',
              gradientLength: panelSize,
              gradientThickness: 9,
              titleFontSize: 12,
              titleFontWeight: 'normal',
              labelFontSize: 11,
              offset: 6,
            },
          },
        },
      },
      pointerAtCells({
        name: `cells-${name}`,
        values: cells,
        ...{ x: axis('x_low', -extent, extent, x), x2: 'x_high' },
        ...{ y: axis('y_low', -extent, extent, y), y2: 'y_high' },
        tells: [
          ['x_low', x ?? 'x', '.3f'],
          ['y_low', y ?? 'y', '.3f'],
          ['value', legend.title, '.3~r'],
        ],
      }),
    ],
  };
}

interface Core extends PanelTitles {
  readonly before: readonly Point[];
  readonly after: readonly Point[];
  /** Middle of the window and half its width. */
  readonly window: { readonly x: number; readonly y: number; readonly half: number };
}

/** Constituents before as rings and after as discs, of area proportional to pT. */
export function corePanel({ name, before, after, window, x, y }: Core): LayerSpec<Field> {
  const inside = (points: readonly Point[]) =>
    points.filter((one) => Math.max(Math.abs(one.x - window.x), Math.abs(one.y - window.y)) <= window.half);
  const hardest = Math.max(...inside(before).map(({ ptGeV }) => ptGeV));
  const values = (points: readonly Point[]) =>
    [...inside(points)]
      .sort((a, b) => b.ptGeV - a.ptGeV)
      .map((one) => ({ ...one, area: (1100 * one.ptGeV) / hardest }));
  const encoding = {
    x: axis('x', window.x - window.half, window.x + window.half, x),
    y: axis('y', window.y - window.half, window.y + window.half, y),
    size: { field: 'area', type: 'quantitative', scale: null, legend: null },
  } as const;
  return {
    width: panelSize,
    height: panelSize,
    title: { text: name, fontSize: 13, color: ink, anchor: 'start', offset: 6 },
    layer: [
      {
        data: { values: values(after) },
        mark: { type: 'point', shape: 'circle', filled: true, color: variedLook(0).colour, opacity: 0.75, clip: true },
        encoding,
      },
      {
        data: { values: values(before) },
        mark: { type: 'point', shape: 'circle', filled: false, color: nominalLook.colour, strokeWidth: 1.4, opacity: 1, clip: true }, // prettier-ignore
        encoding,
      },
      pointerAtPoints({
        name: `constituents-${name}`,
        values: [before, after].flatMap((points, at) =>
          values(points).map((one) => ({ ...one, at: ['before', 'after'][at] })),
        ),
        ...{ x: encoding.x, y: encoding.y },
        tells: [
          ['at', 'constituent'],
          ['ptGeV', 'p_{T} [GeV]', '.2f'],
          ['x', x ?? 'x', '.4f'],
          ['y', y ?? 'y', '.4f'],
        ],
      }),
    ],
  };
}
