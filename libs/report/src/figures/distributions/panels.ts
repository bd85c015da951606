// The panels of the figure of distributions: histograms before and after, and the ratios below them.
import type { Field, PositionFieldDef } from 'vega-lite/types_unstable/channeldef.js';
import type { LayerSpec } from 'vega-lite/types_unstable/spec/layer.js';
import type { UnitSpec } from 'vega-lite/types_unstable/spec/unit.js';
import type { Transform } from 'vega-lite/types_unstable/transform.js';
import { fewest } from './ratios.ts';
import { axisTitle } from '../../text/observables.ts';
import { asGiven, binAxis, centres, edges, lineAtOne, ratioAxis } from '../histogram-layers.ts';
import { binTells, pointerAtPoints } from '../pointer.ts';
import { backgroundLook, panelName, type Look } from '../style.ts';

/** One histogram of every panel: jets of a class in one entry of the legend. */
export interface Series {
  readonly class: string;
  /** Whether nothing was done to these jets. */
  readonly before: boolean;
  readonly label: string;
  readonly look: Look;
}

export interface Panel {
  readonly observable: string;
  readonly network: string;
  readonly series: readonly Series[];
  readonly left: number;
  readonly right: number;
  readonly top: number;
  /** In pixels. */
  readonly width: number;
  /** Whether it is the leftmost of its row, which alone has titles on its vertical axis. */
  readonly first: boolean;
}

export interface RatioPanel extends Panel {
  /** Whose ratios to draw. */
  readonly class: string;
  /** How far from 1 it reaches. */
  readonly reach: number;
  /** Whether it is the lowest of its observable, which alone has a title and numbers on its horizontal axis. */
  readonly last: boolean;
}

const only = ({ label }: Series): Transform => ({ filter: { field: 'series', equal: label } });

const ofPanel = ({ network, observable }: Panel): Transform[] => [
  { filter: { field: 'network', equal: network } },
  { filter: { field: 'observable', equal: observable } },
];

/** Outlines of all series, background filled, with the Poisson interval of every filled bin. */
export function distribution(panel: Panel): LayerSpec<Field> {
  const { series } = panel;
  const x = binAxis(panel.left, panel.right, null);
  const y = (name: string): PositionFieldDef<Field> => ({
    field: name,
    type: 'quantitative',
    title: panel.first ? 'fraction of jets' : null,
    scale: { domain: [0, panel.top], nice: false },
    axis: { tickCount: 4 },
  });
  const range = <T>(of: (look: Look) => T) => ({
    domain: series.map(({ label }) => label),
    range: series.map(({ look }) => of(look)),
  });
  return {
    width: panel.width,
    height: 150,
    transform: ofPanel(panel),
    layer: [
      {
        transform: [only(series[0]!)],
        mark: { type: 'rect', color: backgroundLook.colour, opacity: 0.3 },
        encoding: { x: x('low'), x2: { field: 'high' }, y: y('fraction'), y2: { datum: 0 } },
      },
      {
        transform: [edges],
        mark: { type: 'line', strokeWidth: 1.5 },
        encoding: {
          x: x('edge'),
          y: y('fraction'),
          order: asGiven,
          color: { field: 'series', type: 'nominal', scale: range((look) => look.colour) },
          strokeDash: { field: 'series', type: 'nominal', scale: range((look) => [...look.dash]) },
        },
      },
      ...series.map((one): UnitSpec<Field> => ({
        transform: [only(one), { filter: 'datum.count > 0' }, centres],
        mark: { type: 'rule', color: one.look.colour, strokeWidth: 1 },
        encoding: { x: x('centre'), y: y('fraction_low'), y2: { field: 'fraction_high' } },
      })),
      panelName(panel.network),
      pointerAtPoints({
        name: `jets-${panel.observable}-${panel.network}`,
        transform: [centres],
        x: x('centre'),
        y: y('fraction'),
        tells: [
          ['series', 'jets'],
          ...binTells(panel.observable),
          ['count', 'in the bin', ',~r'],
          ['fraction', 'fraction', '.4f'],
          ['fraction_low', '68% from', '.4f'],
          ['fraction_high', 'to', '.4f'],
        ],
      }),
    ],
  };
}

/** After over before for one class: points with error bars, on the band of before. */
export function ratio(panel: RatioPanel): LayerSpec<Field> {
  const x = binAxis(panel.left, panel.right, panel.last ? axisTitle(panel.observable) : null);
  const y = ratioAxis(panel.reach, panel.first ? [panel.class, 'after / before'] : null);
  const series = panel.series.filter((one) => one.class === panel.class);
  return {
    width: panel.width,
    height: 64,
    transform: ofPanel(panel),
    layer: [
      ...series
        .filter(({ before }) => before)
        .map((one): UnitSpec<Field> => ({
          transform: [only(one), { filter: `datum.nominal_count >= ${fewest}` }],
          mark: { type: 'rect', color: '#bdbdbd', opacity: 0.6, clip: true },
          encoding: { x: x('low'), x2: { field: 'high' }, y: y('ratio_low'), y2: { field: 'ratio_high' } },
        })),
      lineAtOne,
      ...series.filter(({ before }) => !before).flatMap((one) => after(one, x, y)),
      pointerAtPoints({
        name: `ratio-${panel.observable}-${panel.class}-${panel.network}`,
        transform: [
          { filter: { field: 'series', oneOf: series.filter(({ before }) => !before).map(({ label }) => label) } },
          ...enough,
        ],
        x: x('centre'),
        y: y('ratio'),
        tells: [
          ['series', 'jets'],
          ...binTells(panel.observable),
          ['ratio', 'after / before', '.3f'],
          ['ratio_low', '68% from', '.3f'],
          ['ratio_high', 'to', '.3f'],
        ],
      }),
    ],
  };
}

type Axis = (field: string) => PositionFieldDef<Field>;

/** Bins with jets enough for a ratio. */
const enough: Transform[] = [{ filter: `datum.nominal_count >= ${fewest}` }, centres];

function after(one: Series, x: Axis, y: Axis): UnitSpec<Field>[] {
  const { colour, shape } = one.look;
  const transform = [only(one), ...enough];
  return [
    {
      transform,
      mark: { type: 'rule', color: colour, strokeWidth: 1, clip: true },
      encoding: { x: x('centre'), y: y('ratio_low'), y2: { field: 'ratio_high' } },
    },
    {
      transform,
      mark: { type: 'point', shape, color: colour, filled: true, size: 18, opacity: 1, clip: true },
      encoding: { x: x('centre'), y: y('ratio') },
    },
  ];
}
