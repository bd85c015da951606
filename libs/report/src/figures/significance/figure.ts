// Relative discovery significance against classifier threshold, one panel per network.
import type { Curves } from '@jetdemon/artifacts';
import type { Row } from '@jetdemon/workflow';
import type { Field, PositionFieldDef } from 'vega-lite/types_unstable/channeldef.js';
import type { LayerSpec } from 'vega-lite/types_unstable/spec/layer.js';
import type { UnitSpec } from 'vega-lite/types_unstable/spec/unit.js';
import { comparedWith, type Figure } from '../figure.ts';
import { labelsOf, nominal, type Shown } from '../samples.ts';
import { pointerAtPoints } from '../pointer.ts';
import { aligned, panelWidth } from '../histogram-layers.ts';
import { config, ink, panelName, type Look } from '../style.ts';

/** One point of one curve. */
export interface CurvePoint extends Row<Curves> {
  readonly network: string;
}

/** The threshold at which the nominal curve of a network peaks, and every curve there. */
export interface Optimum {
  readonly network: string;
  /** Area under the nominal ROC curve. */
  readonly auc: number;
  /** Trainings that the curves are the mean of, at least 1. */
  readonly seeds: number;
  /** Whether each half of the jets is quoted at the optimum of the other. */
  readonly byHalves: boolean;
  readonly threshold: number;
  readonly points: readonly {
    readonly sample: string;
    readonly significance: number;
    readonly low: number;
    readonly high: number;
  }[];
}

export interface SignificanceData {
  readonly curves: readonly CurvePoint[];
  readonly optima: readonly Optimum[];
  readonly samples: readonly Shown[];
  /** A curve ends where fewer background jets pass. */
  readonly minimumBackground: number;
  /** The published figure that this one is to be compared with, where there is one. */
  readonly compare?: string | undefined;
}

const columns = [
  'network',
  'sample',
  'threshold',
  'signal_efficiency',
  'background_efficiency',
  'significance',
  'low',
  'high',
  'background_jets',
] as const;

/** Panels side by side; what is beyond goes into further rows. */
const perRow = 2;

/** The figure: curves with 68% bands, the nominal optimum of each network, and the line of no gain at 1. */
export function significanceFigure(data: SignificanceData): Figure<(typeof columns)[number]> {
  const { optima, samples, minimumBackground } = data;
  const labels = labelsOf(samples, data.curves);
  const table = data.curves.filter(
    ({ sample, background_jets }) => labels.has(sample) && background_jets >= minimumBackground,
  );
  const rows = table.map((point) => ({ ...point, sample: labels.get(point.sample)! }));
  const top = 1.08 * Math.max(1, ...rows.map((row) => row.high));
  const panels = optima.map((optimum, at) => ({
    ...panel(optimum, samples, top, at % perRow === 0),
    width: panelWidth(optima.length),
  }));
  const spec: Figure['spec'] = {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    config,
    spacing: 22,
    data: { values: rows },
    vconcat: panels
      .filter((_, at) => at % perRow === 0)
      .map((first, row) => ({
        ...aligned,
        hconcat: [first, ...panels.slice(row * perRow + 1, (row + 1) * perRow)],
      })),
  };
  const names = samples.map(({ label }) => label).join(', ');
  return {
    spec,
    table,
    columns,
    title: 'Relative discovery significance against classifier threshold',
    caption:
      `ε_{S}/√ε_{B} against the threshold on the classifier output: ${names}. ` +
      `${whatBandsHold(optima)} ` +
      `Vertical line and markers: ${whatMarkersAre(optima)}. Horizontal line: what a search has without a classifier. ` +
      `Curves end where fewer than ${minimumBackground} background jets pass.` +
      comparedWith(data.compare),
    about: 'significance',
    alt:
      `Curves of relative discovery significance against classifier threshold for ` +
      `${optima.map(({ network }) => network).join(' and ')}. ` +
      optima.map((optimum) => altOf(optimum, labels)).join(' '),
  };
}

function whatBandsHold(optima: readonly Optimum[]): string {
  const seeds = [...new Set(optima.map((one) => one.seeds))].sort((a, b) => a - b);
  if (seeds.at(-1) === 1) return 'Bands: 68% bootstrap intervals over test jets at each threshold.';
  return (
    `Curves are means over trainings with different seeds (${seeds.join(' or ')} of each network); bands: 68% ` +
    'intervals of the mean at each threshold, over test jets and seeds.'
  );
}

/** A peak that is quoted on the other half of the jets lies below that of the curve, which is one of chance too. */
function whatMarkersAre(optima: readonly Optimum[]): string {
  if (!optima.some(({ byHalves }) => byHalves))
    return 'the threshold at which the nominal curve peaks, and every curve there';
  return (
    'the threshold at which the nominal curve peaks, and what is quoted of every sample, each half of its jets at the ' +
    'optimum of the other half, so not on the curve'
  );
}

function altOf({ network, threshold, points }: Optimum, labels: ReadonlyMap<string, string>): string {
  const values = points
    .filter(({ sample }) => labels.has(sample))
    .map(({ sample, significance }) => `${labels.get(sample)} ${significance.toFixed(2)}`);
  return `${network}, at the nominal optimum ${threshold.toFixed(2)}: ${values.join(', ')}.`;
}

function panel(
  { network, auc, threshold, points }: Optimum,
  samples: readonly Shown[],
  top: number,
  first: boolean,
): LayerSpec<Field> {
  const domain = samples.map(({ label }) => label);
  const range = <T>(of: (look: Look) => T) => ({ domain, range: samples.map(({ look }) => of(look)) });
  const x = (name: string): PositionFieldDef<Field> => ({
    field: name,
    type: 'quantitative',
    title: 'classifier threshold',
    scale: { domain: [0, 1] },
    axis: { values: [0, 0.2, 0.4, 0.6, 0.8, 1], format: '.1f' },
  });
  const y = (name: string): PositionFieldDef<Field> => ({
    field: name,
    type: 'quantitative',
    title: first ? 'significance ε_{S} / √ε_{B}' : null,
    scale: { domain: [0, top], nice: false },
    axis: { tickCount: 6, format: '.1f' },
  });
  const toTheRight = threshold > 0.6;
  return {
    height: 300,
    transform: [{ filter: { field: 'network', equal: network } }],
    layer: [
      panelName(network, `AUC ${auc.toFixed(3)}`),
      {
        data: { values: [{}] },
        mark: { type: 'rule', color: '#6b6b6b', strokeWidth: 1.2, strokeDash: [5, 4] },
        encoding: { y: { datum: 1 } },
      },
      // Bands and markers are one layer per sample, with colours as constants: only the lines make the legend.
      ...samples.map(({ label, look }): LayerSpec<Field> | UnitSpec<Field> => ({
        transform: [{ filter: { field: 'sample', equal: label } }],
        mark: { type: 'area', opacity: 0.22, color: look.colour },
        encoding: { x: x('threshold'), y: y('low'), y2: { field: 'high' } },
      })),
      {
        data: { values: [{ threshold }] },
        mark: { type: 'rule', color: '#6b6b6b', strokeWidth: 1.2, strokeDash: [1, 2] },
        encoding: { x: x('threshold') },
      },
      {
        data: { values: [{ threshold }] },
        mark: { type: 'text', align: toTheRight ? 'right' : 'left', dx: toTheRight ? -5 : 5, dy: -6, color: ink },
        encoding: { x: x('threshold'), y: { datum: 0 }, text: { value: `nominal optimum ${threshold.toFixed(2)}` } },
      },
      {
        mark: { type: 'line', strokeWidth: 1.8 },
        encoding: {
          x: x('threshold'),
          y: y('significance'),
          color: { field: 'sample', type: 'nominal', scale: range((look) => look.colour) },
          strokeDash: { field: 'sample', type: 'nominal', scale: range((look) => [...look.dash]) },
        },
      },
      pointerAtPoints({
        name: network,
        x: x('threshold'),
        y: y('significance'),
        tells: [
          ['sample', 'sample'],
          ['threshold', 'threshold', '.3f'],
          ['significance', 'ε_{S} / √ε_{B}', '.3f'],
          ['low', '68% from', '.3f'],
          ['high', 'to', '.3f'],
          ['background_jets', 'background jets', ',d'],
        ],
      }),
      // The nominal marker last, on top of a control that should coincide with it.
      ...[...samples].reverse().flatMap((shown) => {
        const { look } = shown;
        const here = points.filter(({ sample }) => shown.samples.includes(sample));
        const values = here.map((point) => ({ ...point, threshold }));
        const hollow = !shown.samples.includes(nominal);
        return [
          {
            data: { values },
            mark: { type: 'rule', color: look.colour, strokeWidth: 1.6 },
            encoding: { x: x('threshold'), y: y('low'), y2: { field: 'high' } },
          },
          {
            data: { values },
            mark: {
              type: 'point',
              shape: look.shape,
              size: hollow ? 110 : 45,
              color: look.colour,
              filled: !hollow,
              strokeWidth: 1.8,
              opacity: 1,
            },
            encoding: { x: x('threshold'), y: y('significance') },
          },
        ] satisfies UnitSpec<Field>[];
      }),
    ],
  };
}
