// Power of the control-region test, Fig. 1 of arXiv:1910.08606: pseudodata of perturbed background against the
// nominal model, once to be shown, and over many pseudo-experiments to know the power of the test. What is quoted holds for the
// number of jets at hand: with more, any difference is found.
import { InputError, type Key } from '@jetdemon/workflow';
import { chancesOf, type Chances } from './sampling.ts';
import type { Chi2 } from '../distributions/chi2.ts';
import { firstBlindedBin, type Pseudodata } from './control-region.ts';
import type { ControlRegion, ControlRegionMetrics, RegionBins, RegionTest } from '@jetdemon/artifacts';
import { binOf, edge } from '../distributions/histogram.ts';
import { aboutColumns } from '../distributions/measure.ts';
import { ofClass, type ScoredJets } from '../inputs/scored-jets.ts';
import { placePanels, type Binnings, type PlacedPanel } from './panels.ts';
import { draw, fill, mostDraws, testPanel, type Draws } from './pseudodata.ts';
import { quotePseudodata } from './power.ts';
import { countPassing, rank } from '../significance/roc.ts';
import { peakSignificance } from '../significance/working-point.ts';
import type { Pairing } from '../inputs/pairing.ts';
import { weightsOfClass } from '../inputs/weights.ts';

export interface ControlRegionOptions {
  readonly binnings: Binnings;
  /** The control region holds less than this share of the nominal signal. */
  readonly signalEfficiency: number;
  /** Share of the background jets that become pseudodata; the others are the model. In (0, 1). */
  readonly share: number;
  /** Share of signal among all jets of the pseudodata 'with signal', before blinding; 0 leaves these out. */
  readonly signalFraction: number;
  readonly normalisation: 'simulation' | 'data';
  /** Expected jets up to which bins are merged. */
  readonly minimumExpected: number;
  readonly pseudoExperiments: number;
  /** Background jets that must pass the optimum. */
  readonly minimumBackground: number;
  /** `rows` by default: the perturbed jets are the nominal ones. */
  readonly pairing?: Pairing;
  /** Whether the perturbed jets, which all have label 0 then, are jets without truth: data. Unpaired, without `signalFraction`. */
  readonly unlabelled?: boolean;
}

/**
 * The control region, the pseudodata shown, and what pseudo-experiments say of the power of the test.
 *
 * @param nominal at least `minimumBackground` background jets; pT and mass in GeV
 * @param perturbed the same jets, row by row, or other jets, which `pairing` says
 * @throws InputError when the control region or the sample is too small for the test
 */
export function measureControlRegion(
  nominal: ScoredJets,
  perturbed: ScoredJets,
  key: Key,
  options: ControlRegionOptions,
): { bins: RegionBins; region: ControlRegion; metrics: ControlRegionMetrics } {
  const { normalisation, minimumExpected, pseudoExperiments } = options;
  const nominalSignal = ofClass(nominal, nominal.score, 1);
  const weights = nominal.weight && weightsOfClass(nominal.weight, nominal.label, 0);
  const signalWeights = nominal.weight && weightsOfClass(nominal.weight, nominal.label, 1);
  const firstBlinded = firstBlindedBin(nominalSignal, options.binnings.score, options.signalEfficiency, signalWeights);
  const own = Object.entries(nominal.columns ?? {}).filter(([name]) => name in options.binnings);
  const panels = placePanels(nominal, perturbed, firstBlinded, options.binnings);
  const weightedOf = (jets: ScoredJets, label: number) =>
    jets.weight ? weightsOfClass(jets.weight, jets.label, label) : ofClass(jets, jets.score, label).length;
  const chances =
    options.pairing === 'unpaired'
      ? chancesOf(weightedOf(nominal, 0), weightedOf(perturbed, 1), options, weightedOf(perturbed, 0))
      : chancesOf(weightedOf(nominal, 0), weightedOf(nominal, 1), options);
  const kinds = (['background', 'with_signal', 'unperturbed'] as const).filter(
    (kind) => kind !== 'with_signal' || options.signalFraction > 0,
  );

  const fillAll = (drawn: Draws) => {
    const filled = panels.map((panel) => fill(panel, drawn, chances));
    return Array.from({ length: drawn.draws }, (_, one) =>
      panels.map((panel, at) => ({ panel, ...filled[at]![one]! })),
    );
  };
  const compare = (filled: ReturnType<typeof fillAll>[number], kind: Pseudodata) =>
    filled.map(({ panel, model, counts, variances }) => {
      const test = testPanel(counts[kind], model, { minimumExpected, normalisation }, variances?.[kind]);
      return { panel, model, counts: counts[kind], variances: variances?.[kind], test };
    });

  const shown = draw(chances, key.split('shown').uniform());
  const [filled] = fillAll(shown);
  const shownTests = kinds
    .filter((kind) => kind !== 'unperturbed')
    .flatMap((kind) => compare(filled!, kind).map((one) => ({ pseudodata: nameOf(kind), ...one })));
  const few = shownTests.find(({ panel, test }) => panel.region === 'control' && test.ndf < 2);
  if (few) {
    throw new InputError(
      `expected a control region with enough jets for a test of ${few.panel.observable}, at least 2 degrees of freedom ` +
        `with ${minimumExpected} expected jets per bin, found ${few.test.ndf}: take more jets or a wider control region`,
    );
  }
  const unscaled = shownTests.find(({ test }) => !Number.isFinite(test.scale));
  if (unscaled) {
    throw new InputError(
      `expected background jets of the model in the ${unscaled.panel.region} region, for a normalisation to the data, found ` +
        'none: take more jets, blind less, or normalisation: simulation',
    );
  }

  const uniform = key.split('pseudo-experiments').uniform();
  const experiments = new Map<Pseudodata, Chi2[][]>(kinds.map((kind) => [kind, panels.map(() => [])]));
  for (let experiment = 0; experiment < pseudoExperiments; experiment += mostDraws) {
    for (const filled of fillAll(draw(chances, uniform, Math.min(mostDraws, pseudoExperiments - experiment)))) {
      for (const [kind, tests] of experiments) compare(filled, kind).forEach(({ test }, at) => tests[at]!.push(test));
    }
  }
  const quoted = (kind: Pseudodata) =>
    quotePseudodata(
      panels.map((panel, at) => ({ ...panel, tests: experiments.get(kind)![at]! })),
      kind,
      options.unlabelled,
    );

  const optimum = peakSignificance(...ranked(nominal), options).threshold;
  const held = (scores: Float32Array, of?: Float64Array) =>
    scores.reduce(
      (sum, score, jet) => sum + (binOf(score, options.binnings.score) < firstBlinded ? (of ? of[jet]! : 1) : 0),
      0,
    ) / scores.length;
  return {
    bins: tabulate(shownTests, options.binnings),
    metrics: {
      background: quoted('background'),
      ...(options.signalFraction > 0 && { with_signal: quoted('with_signal') }),
      unperturbed: quoted('unperturbed'),
    },
    region: {
      thresholds: { blinded_above: edge(options.binnings.score, firstBlinded), optimum },
      control_region: {
        signal: held(nominalSignal, signalWeights),
        background: held(ofClass(nominal, nominal.score, 0), weights),
      },
      jets: {
        model: shown.isData.filter((isData) => isData === 0).length,
        model_weight: meanWeight(shown, chances),
        pseudodata: { background: sum(shown.isPerturbed), signal: sum(shown.isAdmixed) },
      },
      treatment: treatment(options, chances),
      ...(options.pairing === 'unpaired' && { pairing: options.pairing }),
      ...(options.unlabelled && { unlabelled: true as const }),
      ...(chances.kept && { observed_error: shownTests.flatMap(errorsOf) }),
      tests: shownTests.map(({ pseudodata, panel: { observable, region, bins }, counts, model, test }): RegionTest => ({
        pseudodata,
        observable,
        region,
        ...test,
        outside: { model: test.scale * model.sum[bins]!, observed: counts[bins]! },
      })),
      ...(own.length > 0 && { columns: aboutColumns(own) }),
    },
  };
}

const nameOf = (kind: Pseudodata): RegionTest['pseudodata'] => (kind === 'with_signal' ? 'with signal' : 'background');

/** Of the jets of the model. */
function meanWeight({ isData }: Draws, { modelWeight }: Chances): number {
  if (typeof modelWeight === 'number') return modelWeight;
  const ofModel = modelWeight.filter((_, jet) => isData[jet] === 0);
  return ofModel.reduce((total, weight) => total + weight, 0) / ofModel.length;
}

interface Shown {
  readonly pseudodata: RegionTest['pseudodata'];
  readonly panel: PlacedPanel;
  readonly counts: Float64Array;
  readonly variances: Float64Array | undefined;
  readonly model: { readonly sum: Float64Array; readonly variance: Float64Array };
  readonly test: Chi2;
}

function tabulate(shown: readonly Shown[], binnings: Binnings): RegionBins {
  const rows = shown.flatMap(({ pseudodata, panel: { observable, region, first, bins }, counts, model, test }) =>
    Array.from({ length: bins }, (_, bin) => ({
      pseudodata,
      observable,
      low: edge(binnings[observable]!, first + bin),
      high: edge(binnings[observable]!, first + bin + 1),
      model: test.scale * model.sum[bin]!,
      error: test.scale * Math.sqrt(model.variance[bin]!),
      observed: counts[bin]!,
      blinded: region === 'blinded',
    })),
  );
  return {
    pseudodata: rows.map(({ pseudodata }) => pseudodata),
    observable: rows.map(({ observable }) => observable),
    low: Float64Array.from(rows, ({ low }) => low),
    high: Float64Array.from(rows, ({ high }) => high),
    model: Float64Array.from(rows, ({ model }) => model),
    model_error: Float64Array.from(rows, ({ error }) => error),
    observed: Float64Array.from(rows, ({ observed }) => observed),
    blinded: Uint8Array.from(rows, ({ blinded }) => Number(blinded)),
  };
}

function treatment(
  { normalisation, minimumExpected, signalEfficiency, pairing, unlabelled }: ControlRegionOptions,
  { share, modelWeight, kept }: Chances,
): string {
  const percent = (value: number) => `${Number((100 * value).toPrecision(4))}%`;
  const normalised =
    normalisation === 'simulation'
      ? 'normalised as simulated, so ndf is the number of merged bins'
      : 'normalised to the pseudodata, in each histogram and region by itself, so ndf is the number of merged bins less one';
  const [drawn, weighing] = kept
    ? [', drawn alike, which keep their weights because some are negative', ' with their weights']
    : typeof modelWeight === 'number'
      ? ['', '']
      : [', drawn with probabilities p in proportion to their weights', ' with weights p / (1 - p)'];
  return (
    `control region: the lowest bins of classifier output that hold less than ${percent(signalEfficiency)} of the nominal ` +
    (pairing === 'unpaired'
      ? `signal; the pseudodata are as many jets of another sample${unlabelled ? ', whose truth is not known,' : ''} as ${percent(share)} of the nominal background would be${drawn}, ` +
        `the others of the nominal background are the model${weighing}; pseudo-experiments draw from both samples as they are, whose ` +
        'own fluctuations are in all of them; '
      : `signal; ${percent(share)} of the background jets, perturbed, are the pseudodata${drawn}, the others, nominal, the ` +
        `model${weighing}, no jet in both; `) +
    `the model is ${normalised}; chi2 of ${kept ? 'sums of weights' : 'counts'} against a weighted model with its own variance ` +
    `(arXiv:physics/0605123), bins merged until the model expects ${minimumExpected} jets`
  );
}

/** Of the bins of the pseudodata, in the order of `tabulate`. */
const errorsOf = ({ variances, panel: { bins } }: Shown) => Array.from(variances!.subarray(0, bins), Math.sqrt);

const sum = (values: Int32Array) => values.reduce((total, value) => total + value, 0);

function ranked(jets: ScoredJets) {
  const ranking = rank(jets.label, jets.score, jets.weight);
  return [ranking, countPassing(ranking)] as const;
}
