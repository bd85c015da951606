// Pseudodata against the background model where no signal is expected. One row per
// observable, one column per network, and under each panel the ratio of pseudodata to model.
import type { RegionBins, RegionTest as Measured } from '@jetdemon/artifacts';
import { poissonInterval } from '@jetdemon/statistics';
import type { Row } from '@jetdemon/workflow';
import { blindedLook, counts, countsRatio, modelLook, optimumLook, pointSize, roomForWords } from './panels.ts';
import { comparedWith, type Figure } from '../figure.ts';
import { legendRow, type Entry } from '../legend.ts';
import { aboutOwn, axisTitle, observablesOf } from '../../text/observables.ts';
import { aligned, panelWidth } from '../histogram-layers.ts';
import { config, ink } from '../style.ts';

/** One bin of the model and of one set of pseudodata. */
export interface RegionBin extends Omit<Row<RegionBins>, 'pseudodata'> {
  readonly network: string;
  /** Of pseudodata that keep negative weights; those that are counts have Garwood's interval. */
  readonly observed_error?: number;
}

/** χ² of pseudodata and model. */
export interface RegionTest extends Pick<Measured, 'observable' | 'region' | 'chi2' | 'ndf' | 'p'> {
  readonly network: string;
}

export interface RegionData {
  readonly bins: readonly RegionBin[];
  readonly tests: readonly RegionTest[];
  /** Of each network: the classifier output from which on it is blinded, and the threshold that is expected to be best. */
  readonly thresholds: readonly { readonly network: string; readonly blinded: number; readonly optimum: number }[];
  /** How the pseudodata were made and compared, in words; more than one when the networks differ in it. */
  readonly treatments: readonly string[];
  readonly withSignal: boolean;
  /** Whether the pseudodata are jets without truth. */
  readonly unlabelled?: boolean;
  readonly unblinded: boolean;
  /** The published figure that this one is to be compared with, where there is one. */
  readonly compare?: string | undefined;
}

const columns = [
  'network',
  'observable',
  'low',
  'high',
  'model',
  'model_error',
  'observed',
  'observed_low',
  'observed_high',
  'ratio',
  'ratio_low',
  'ratio_high',
  'blinded',
] as const;

/** Observables whose counts span decades. */
const logarithmic = new Set(['score', 'pt']);

/** Lowest count on a logarithmic axis: half a jet. */
const floor = 0.5;

/** The figure; observables other than the classifier output are those of jets in the control region. */
export function controlRegionFigure(data: RegionData): Figure<(typeof columns)[number]> {
  const { thresholds, tests, unblinded } = data;
  const table = data.bins.filter(({ observable, blinded }) => observable === 'score' || !blinded).map(withErrors);
  const networks = thresholds.map(({ network }) => network);
  const observables = observablesOf(table);
  const rows = observables.flatMap((observable) => {
    const ofRow = table.filter((row) => row.observable === observable);
    const log = logarithmic.has(observable);
    const highest = Math.max(...ofRow.map(({ model, observed_high }) => Math.max(model, observed_high)));
    const panels = networks.map((network, at) => {
      const one = thresholds[at]!;
      const words = tests
        .filter((test) => test.network === network && test.observable === observable)
        .filter(({ region }) => region === 'control' || unblinded)
        .map((test) => (test.region === 'control' ? wordsOf(test) : `blinded: ${wordsOf(test)}`));
      return {
        network,
        observable,
        tests: words,
        ...(observable === 'score' && { blinded: { from: one.blinded, optimum: one.optimum } }),
        unblinded,
        left: Math.min(...ofRow.map(({ low }) => low)),
        right: Math.max(...ofRow.map(({ high }) => high)),
        bottom: log ? floor : 0,
        top: topOf(highest, log, 1 + words.length + (observable === 'score' ? 1 : 0)),
        logarithmic: log,
        yTitle: `jets / ${binWidth(ofRow)}`,
        ratio: reachOf(ofRow, unblinded),
        width: panelWidth(networks.length),
        first: at === 0,
      };
    });
    return [panels.map(counts), panels.map(countsRatio)].map((hconcat) => ({ ...aligned, hconcat }));
  });
  const values = table.map((row) => ({
    ...row,
    model_shown: Math.max(row.model, logarithmic.has(row.observable) ? floor : 0),
    model_low: Math.max(row.model - row.model_error, logarithmic.has(row.observable) ? floor : 0),
    model_high: Math.max(row.model + row.model_error, logarithmic.has(row.observable) ? floor : 0),
    band_low: 1 - row.model_error / row.model,
    band_high: 1 + row.model_error / row.model,
  }));
  const made = data.withSignal
    ? 'perturbed background and signal'
    : data.unlabelled
      ? 'jets without truth'
      : 'perturbed background';
  return {
    spec: {
      $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
      config,
      data: { values },
      spacing: 10,
      vconcat: [legendRow(legend(unblinded)), ...rows],
    },
    table,
    columns,
    title: 'Pseudodata and background model in the control region',
    caption:
      `Points: pseudodata from ${made}, with Poisson intervals of at least 68%; bins without jets have none. Filled histogram: model ` +
      'of unperturbed background, with the error of its own statistics in dark grey. First panel: output of the ' +
      'classifier; the shaded region, where signal is expected, is blinded' +
      (unblinded ? ', and its pseudodata are the hollow points; ' : '; ') +
      'vertical line: threshold that is expected to be best. Other panels: jets of the control region alone. ' +
      `χ² are those of the control region${unblinded ? ' and, said so, of the blinded one' : ''}. ` +
      `${data.treatments.map(sentence).join(' ')}${aboutOwn(observables)}${comparedWith(data.compare)}`,
    about: 'control region',
    alt:
      `Pseudodata and background model in the control region, ${observables.map(axisTitle).join(', ')}: ` +
      `${tests
        .filter(({ region }) => region === 'control')
        .map((test) => `${test.network}, ${axisTitle(test.observable)}: ${wordsOf(test)}`)
        .join('; ')}.`,
  };
}

function withErrors(bin: RegionBin) {
  const { observed, observed_error: error } = bin;
  const { low, high } = error === undefined ? poissonInterval(observed) : { low: observed - error, high: observed + error }; // prettier-ignore
  const over = (jets: number) => (bin.model > 0 ? jets / bin.model : NaN);
  return {
    ...bin,
    observed_low: low,
    observed_high: high,
    ratio: over(bin.observed),
    ratio_low: over(low),
    ratio_high: over(high),
  };
}

const sentence = (clauses: string) => `${clauses.charAt(0).toUpperCase()}${clauses.slice(1)}.`;

/** "χ²/ndf = 25.0/40, p = 0.97"; a p below 0.001 in powers of ten. */
export function wordsOf({ chi2, ndf, p }: Pick<RegionTest, 'chi2' | 'ndf' | 'p'>): string {
  return `χ²/ndf = ${chi2.toFixed(1)}/${ndf}, p ${p < 1e-99 ? '< 10⁻⁹⁹' : `= ${probability(p)}`}`;
}

function probability(p: number): string {
  if (p >= 0.001) return p.toFixed(p < 0.1 ? 3 : 2);
  const [digit, power] = p.toExponential(0).split('e-') as [string, string];
  return `${digit}·10⁻${[...power].map((figure) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(figure)]).join('')}`;
}

/** The end of an axis that leaves room for lines of text above the highest count. */
function topOf(highest: number, log: boolean, lines: number): number {
  const share = 1 - roomForWords(lines);
  return log ? floor * (highest / floor) ** (1 / share) : highest / share;
}

function binWidth(bins: readonly RegionBin[]): string {
  const widths = bins.map(({ low, high }) => high - low);
  const [least, most] = [Math.min(...widths), Math.max(...widths)];
  if (most - least > 1e-6 * most) return 'bin';
  const unit = /\[(.*)\]/.exec(axisTitle(bins[0]!.observable))?.[1];
  return `${Number(most.toPrecision(4))}${unit ? ` ${unit}` : ''}`;
}

/** How far from 1 the ratios must reach: 0.2, 0.5 or 1, so that nine in ten of the points shown are there. */
function reachOf(rows: readonly ReturnType<typeof withErrors>[], unblinded: boolean): number {
  const shown = rows.filter(({ observed, model, blinded }) => observed > 0 && model > 0 && (unblinded || !blinded));
  const far = shown.map(({ ratio }) => Math.abs(ratio - 1)).sort((a, b) => a - b);
  const most = far[Math.ceil(0.9 * far.length) - 1] ?? 0;
  return [0.2, 0.5].find((reach) => most <= reach) ?? 1;
}

function legend(unblinded: boolean): Entry[] {
  const { fill, line, band, bandOpacity } = modelLook;
  const points = (color: string): Entry['swatches'] => [
    { mark: { type: 'rule', color: ink, strokeWidth: 1 }, height: 18 },
    { mark: { type: 'point', shape: 'circle', filled: true, size: pointSize, color, stroke: ink, opacity: 1 } },
  ];
  return [
    { name: 'pseudodata', swatches: points(ink) },
    ...(unblinded ? [{ name: 'unblinded', swatches: points('white') }] : []),
    {
      name: 'background model',
      swatches: [
        { mark: { type: 'rect', color: fill, stroke: line, strokeWidth: 1.4 }, width: 26, height: 13 },
        { mark: { type: 'rect', color: band, opacity: bandOpacity }, width: 26, height: 4 },
      ],
    },
    {
      name: 'blinded',
      swatches: [
        { mark: { type: 'rect', color: blindedLook.fill, opacity: blindedLook.opacity }, width: 26, height: 15 },
      ],
    },
    {
      name: 'expected optimum',
      swatches: [{ mark: { type: 'rule', color: optimumLook.colour, strokeWidth: optimumLook.width }, height: 18 }],
    },
  ];
}
