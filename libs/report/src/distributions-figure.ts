// Classifier output and jet observables before and after an attack: Fig. 3 of arXiv:1910.08606. One row per observable,
// one column per network, and under each panel the ratio of signal after the attack to signal before it.
import type { Field, PositionFieldDef } from 'vega-lite/types_unstable/channeldef.js';
import type { LayerSpec } from 'vega-lite/types_unstable/spec/layer.js';
import type { UnitSpec } from 'vega-lite/types_unstable/spec/unit.js';
import type { Transform } from 'vega-lite/types_unstable/transform.js';
import type { Figure } from './figure.ts';
import { nominal, type Shown } from './samples.ts';
import { backgroundLook, config, panelName, type Look } from './style.ts';

/** One bin of one histogram. */
export interface Bin {
  readonly network: string;
  readonly sample: string;
  readonly class: string;
  readonly observable: string;
  /** Edges, in the unit of the observable (pT, mass: GeV). */
  readonly low: number;
  readonly high: number;
  readonly count: number;
  /** Share of all jets of the sample and class. */
  readonly fraction: number;
  /** Ends of the 68% Poisson interval of `fraction`. */
  readonly fraction_low: number;
  readonly fraction_high: number;
}

const columns = [
  'network',
  'observable',
  'class',
  'sample',
  'low',
  'high',
  'count',
  'fraction',
  'fraction_low',
  'fraction_high',
  'ratio',
  'ratio_low',
  'ratio_high',
  'nominal_count',
] as const;

const axisTitles: Readonly<Record<string, string>> = {
  score: 'classifier output P(signal)',
  pt: 'jet p_{T} [GeV]',
  mass: 'jet mass [GeV]',
  d2: 'jet D_{2} (β = 2)',
};

const width = 330;

/** Nominal jets in a bin below which its ratio is not drawn: it would be a fluctuation. */
const fewest = 10;

/** Panels are placed by their frames, whatever the labels around them need, so that columns line up. */
const aligned = { bounds: 'flush', spacing: 58 } as const;

/** The figure; background is drawn from the nominal sample, signal from every sample shown. */
export function distributionsFigure(bins: readonly Bin[], samples: readonly Shown[]): Figure<(typeof columns)[number]> {
  const shown = bins.filter((bin) =>
    bin.class === 'background' ? bin.sample === nominal : samples.some(({ sample }) => sample === bin.sample),
  );
  const table = withRatios(shown);
  const networks = distinct(table.map(({ network }) => network));
  const observables = distinct([...Object.keys(axisTitles), ...table.map(({ observable }) => observable)]).filter(
    (observable) => table.some((row) => row.observable === observable),
  );
  const series = [
    { class: 'background', sample: nominal, label: 'background', look: backgroundLook },
    ...samples.map(({ sample, label, look }) => ({
      class: 'signal',
      sample,
      label: sample === nominal ? 'signal' : `signal, ${label}`,
      look,
    })),
  ];
  const labels = new Map(series.map((one) => [`${one.class}/${one.sample}`, one.label]));
  const values = table.map((row) => ({ ...row, series: labels.get(`${row.class}/${row.sample}`) }));
  const rows = observables.flatMap((observable) => {
    const ofRow = table.filter((row) => row.observable === observable);
    const limits = {
      observable,
      series,
      left: Math.min(...ofRow.map(({ low }) => low)),
      right: Math.max(...ofRow.map(({ high }) => high)),
      top: 1.32 * Math.max(...ofRow.map(({ fraction_high }) => fraction_high)),
      ratio: ratioReach(ofRow),
    };
    const panels = networks.map((network, at) => ({ ...limits, network, first: at === 0 }));
    return [distribution, ratio].map((draw) => ({ ...aligned, hconcat: panels.map(draw) }));
  });
  const varied = samples.filter(({ sample }) => sample !== nominal).map(({ label }) => label);
  return {
    spec: {
      $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
      config,
      data: { values },
      spacing: 10,
      vconcat: rows,
    },
    table,
    columns,
    title: 'Classifier output and jet observables before and after the attack',
    caption:
      `Background (filled), signal, and signal ${varied.join(', signal ')}. Each histogram is divided by the jets of ` +
      'its sample, so that jets outside the range shown are missing from its sum; error bars are 68% Poisson intervals. Lower ' +
      'panels: signal after to signal before, where that has ' +
      `at least ${fewest} jets in the bin; grey band: Poisson interval of signal before. The jets are the same before ` +
      'and after, so that their fluctuations are partly common. Compare Fig. 3 of arXiv:1910.08606.',
    alt:
      `Histograms of ${observables.map((name) => axisTitles[name] ?? name).join(', ')} for ${networks.join(' and ')}: ` +
      `background, signal, and signal ${varied.join(', ')}, with ratios to the nominal signal below.`,
  };
}

const distinct = (names: readonly string[]) => [...new Set(names)];

/** Adds each bin's ratio to the nominal one, with the Poisson interval of the bin alone; NaN where nominal is empty. */
function withRatios(bins: readonly Bin[]) {
  const place = (bin: Bin) => [bin.network, bin.observable, bin.class, bin.low].join('/');
  const before = new Map(bins.filter(({ sample }) => sample === nominal).map((bin) => [place(bin), bin]));
  return bins.map((bin) => {
    const { fraction, count } = before.get(place(bin)) ?? { fraction: 0, count: 0 };
    const over = (share: number) => (fraction > 0 ? share / fraction : NaN);
    return {
      ...bin,
      ratio: over(bin.fraction),
      ratio_low: over(bin.fraction_low),
      ratio_high: over(bin.fraction_high),
      nominal_count: count,
    };
  });
}

/** How far from 1 the ratio panel must reach to show every bin that is known to 10%: the same for all networks. */
function ratioReach(rows: ReturnType<typeof withRatios>): number {
  const largest = Math.max(
    0,
    ...rows.filter((row) => row.ratio_high - row.ratio < 0.1).map((row) => Math.abs(row.ratio - 1)),
  );
  return [0.1, 0.2, 0.4].find((reach) => largest <= reach) ?? 1;
}

interface Series {
  readonly class: string;
  readonly sample: string;
  readonly label: string;
  readonly look: Look;
}

interface Panel {
  readonly observable: string;
  readonly network: string;
  readonly series: readonly Series[];
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly ratio: number;
  /** Whether it is the leftmost of its row, which alone has titles on its vertical axis. */
  readonly first: boolean;
}

const only = ({ label }: Series): Transform => ({ filter: { field: 'series', equal: label } });

const ofPanel = ({ network, observable }: Panel): Transform[] => [
  { filter: { field: 'network', equal: network } },
  { filter: { field: 'observable', equal: observable } },
];

/** Both edges of every bin in turn: a line through them is the outline of the histogram. */
const edges: Transform = { fold: ['low', 'high'], as: ['side', 'edge'] };

/** Points are joined in the order of the table: edges of neighbouring bins coincide, and a sort might swap them. */
const asGiven = { value: 0 };

function xOf({ left, right }: Panel, name: string, title: string | null): PositionFieldDef<Field> {
  return {
    field: name,
    type: 'quantitative',
    title,
    scale: { domain: [left, right], nice: false },
    axis: { tickCount: 6, labels: title !== null },
  };
}

function distribution(panel: Panel): LayerSpec<Field> {
  const { series } = panel;
  const x = (name: string) => xOf(panel, name, null);
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
    width,
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
        transform: [
          only(one),
          { filter: 'datum.count > 0' },
          { calculate: '(datum.low + datum.high) / 2', as: 'centre' },
        ],
        mark: { type: 'rule', color: one.look.colour, strokeWidth: 1 },
        encoding: { x: x('centre'), y: y('fraction_low'), y2: { field: 'fraction_high' } },
      })),
      panelName(panel.network),
    ],
  };
}

function ratio(panel: Panel): LayerSpec<Field> {
  const x = (name: string) => xOf(panel, name, axisTitles[panel.observable] ?? panel.observable);
  const y = (name: string): PositionFieldDef<Field> => ({
    field: name,
    type: 'quantitative',
    title: panel.first ? 'ratio' : null,
    scale: { domain: [1 - panel.ratio, 1 + panel.ratio], nice: false },
    axis: { values: [1 - panel.ratio / 2, 1, 1 + panel.ratio / 2], format: '.2~f', tickCount: 3 },
  });
  const [before, ...after] = panel.series.filter((one) => one.class === 'signal');
  return {
    width,
    height: 62,
    transform: ofPanel(panel),
    layer: [
      {
        transform: [only(before!), { filter: `datum.nominal_count >= ${fewest}` }],
        mark: { type: 'rect', color: '#bdbdbd', opacity: 0.6, clip: true },
        encoding: { x: x('low'), x2: { field: 'high' }, y: y('ratio_low'), y2: { field: 'ratio_high' } },
      },
      {
        data: { values: [{}] },
        mark: { type: 'rule', color: '#6b6b6b', strokeWidth: 0.8 },
        encoding: { y: { datum: 1 } },
      },
      ...after.map((one): UnitSpec<Field> => ({
        transform: [
          only(one),
          { calculate: `datum.nominal_count >= ${fewest} ? datum.ratio : NaN`, as: 'shown' },
          edges,
        ],
        mark: { type: 'line', color: one.look.colour, strokeDash: [...one.look.dash], strokeWidth: 1.5, clip: true },
        encoding: { x: x('edge'), y: y('shown'), order: asGiven },
      })),
    ],
  };
}
