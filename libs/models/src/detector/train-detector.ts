// A detector: a network that is trained to tell moved jets from nominal ones, and how many jets its test needs to notice.
import { join } from 'node:path';
import { detection, type DetectionMetrics, type JetObservable } from '@jetdemon/artifacts';
import { deviceOf } from '@jetdemon/compute';
import {
  concatenate,
  contrastOf,
  identities,
  originNames,
  pick,
  readJets,
  rowsOf,
  sameLayout,
  shuffle,
  truthOf,
  truths,
  type Contrast,
  type Jets,
  type Partition,
  weightsOf,
} from '@jetdemon/data';
import { auc, aucInterval, countPassing, rank } from '@jetdemon/statistics';
import { InputError, type Key, type TaskContext } from '@jetdemon/workflow';
import { createNetwork } from '../networks/index.ts';
import { widthsOf, type NetworkName } from '../networks/hyperparameters.ts';
import { logitsOf, measureObservables } from '../scoring/scoring.ts';
import { train, type TrainingOptions } from '../training/train.ts';
import { ksTest, meanTest, powerOf, type TwoSampleTest, type TwoSamples } from './power.ts';

export interface DetectorOptions extends Pick<
  TrainingOptions,
  'epochs' | 'batchSize' | 'learningRate' | 'schedule' | 'augment' | 'patience'
> {
  readonly network: NetworkName;
  readonly widths: Parameters<typeof widthsOf>[1];
  readonly width?: number | undefined;
  readonly depth?: number | undefined;
  readonly partition: Partition;
  readonly classes: 'signal' | 'background' | 'both';
  readonly contrast?: Contrast | undefined;
  /** Observables whose KS tests stand beside it. */
  readonly beside: readonly JetObservable[];
  /** Numbers of jets. */
  readonly jets: readonly number[];
  readonly pseudoExperiments: number;
  readonly permutations: number;
  readonly level: number;
}

type Context = Pick<
  TaskContext<unknown, Record<never, never>>,
  'device' | 'key' | 'output' | 'scratch' | 'progress' | 'record'
>;

const trainedShare = 0.8; // of the first half, the rest chooses the epoch

/**
 * Divides the jets of both samples at random into halves, the same jets of a pair into the same; trains on one half and tests on
 * the other.
 *
 * @throws InputError for samples of other layouts or other jets, for jets none of which was moved, for different event
 * weights, and for too few
 */
export async function trainDetector(
  folders: { readonly nominal: string; readonly moved: string },
  options: DetectorOptions,
  context: Context,
): Promise<void> {
  const { key, scratch, progress } = context;
  const [nominal, moved] = [await read(folders.nominal, options), await read(folders.moved, options)];
  const file = join(folders.moved, 'jets.arrow');
  if (!sameLayout(nominal.layout, moved.layout))
    throw InputError.at({ file }, 'expected jets of the layout of the nominal ones, found another one');
  if (nominal.count !== moved.count)
    throw InputError.at({ file }, `expected the ${nominal.count} jets of the nominal sample, moved, found ${moved.count}`); // prettier-ignore
  requirePairs(nominal, moved, file, options);
  const order = shuffle(Int32Array.from({ length: nominal.count }, (_, row) => row), key.split('halves')); // prettier-ignore
  const half = Math.floor(order.length / 2);
  const first = order.slice(0, half);
  const second = order.slice(half);
  const chosen = Math.floor(trainedShare * first.length);
  if (chosen < 10 || first.length - chosen < 10)
    throw InputError.at({ file }, `expected at least 100 jets of either sample, found ${nominal.count}`);

  const device = await deviceOf(context);
  const both = { ...concatenate([marked(pick(nominal, first), 0), marked(pick(moved, first), 1)]) };
  const rows = (from: number, to: number) =>
    Int32Array.from({ length: 2 * (to - from) }, (_, at) => (at < to - from ? from + at : first.length + from + at - (to - from))); // prettier-ignore
  const network = createNetwork(options.network, both.layout, {
    ...widthsOf(options.network, options.widths, options),
  });
  const data = { jets: both, train: rows(0, chosen), validation: rows(chosen, first.length), file, classes: both.layout.classes }; // prettier-ignore
  const { best } = await train(network, data, { device, key: key.split('training'), scratch, progress }, options);

  const tagger = { ...network, weights: best.weights };
  const logits: TwoSamples = {
    nominal: await logitsOf(tagger, nominal, device, { rows: second }),
    moved: await logitsOf(tagger, moved, device, { rows: second }),
  };
  const [before, after] = [
    await measureObservables(nominal, device, { rows: second }),
    await measureObservables(moved, device, { rows: second }),
  ];
  const tests: Record<string, { test: TwoSampleTest; samples: TwoSamples }> = {
    detector: { test: meanTest(options.permutations), samples: logits },
  };
  for (const name of options.beside)
    tests[`ks ${name}`] = { test: ksTest, samples: { nominal: before[name], moved: after[name] } };
  await detection.write(context.output, {
    'metrics.json': {
      tests: Object.fromEntries(
        Object.entries(tests).map(([name, { test, samples }]) => [name, curve(name, test, samples, options, key)]),
      ),
      auc: aucOf(logits),
      jets: { trained: first.length, tested: second.length },
      convention: {
        level: options.level,
        pseudo_experiments: options.pseudoExperiments,
        permutations: options.permutations,
        description: `shares of ${options.pseudoExperiments} pseudo-experiments in which a test at ${100 * options.level}% rejects, with Wilson's intervals of 68%; jets are drawn with replacement from the half that the detector was not trained on; detector: the difference of its mean logit, p by ${options.permutations} permutations`, // prettier-ignore
      },
    },
  });
}

function curve(name: string, test: TwoSampleTest, samples: TwoSamples, options: DetectorOptions, key: Key) {
  const rates: DetectionMetrics['tests'][string] = {};
  for (const jets of options.jets) {
    const found = powerOf(test, samples, { ...options, jets }, key.split(name).split(jets));
    rates[String(jets)] = {
      power: { ...found.power, description: `power of the test ${name} of ${jets} jets` },
      false_alarms: { ...found.falseAlarms, description: `false alarms of the test ${name} of ${jets} jets` },
    };
  }
  return rates;
}

async function read(folder: string, { partition, classes, contrast }: DetectorOptions): Promise<Jets> {
  const file = join(folder, 'jets.arrow');
  const all = await readJets(file);
  const truth = truthOf(all, contrastOf(all.layout, contrast, file));
  const rows = rowsOf(all, partition).filter((row) => classes === 'both' || truth[row] === truths[classes]);
  const weights = weightsOf(all, rows);
  if (weights.some((weight) => weight !== weights[0]))
    throw InputError.at({ file }, 'expected jets that count alike, found event weights that differ: a detector counts jets'); // prettier-ignore
  const stated = all.reference?.[originNames.jet];
  return pick({ ...all, reference: stated ? { [originNames.jet]: stated } : {} }, rows);
}

/** Refuses other jets than the nominal ones, where jets say which they were, and jets that are all as they were. */
function requirePairs(nominal: Jets, moved: Jets, file: string, { classes }: DetectorOptions): void {
  const [before, after] = [identities(nominal), identities(moved)];
  const stranger = moved.reference?.[originNames.jet] ? before.findIndex((one, row) => one !== after[row]) : -1;
  if (stranger >= 0)
    throw InputError.at({ file }, `expected the nominal jets, row for row, moved, found another one as jet ${stranger}`); // prettier-ignore
  const same = [moved, nominal].map(({ offsets, ptTeV, eta, phi }) => [offsets, ptTeV, eta, phi]);
  if (same[0]!.every((values, at) => values.length === same[1]![at]!.length && values.every((value, i) => value === same[1]![at]![i]))) // prettier-ignore
    throw InputError.at({ file }, `expected jets that were moved, found all ${moved.count} as they were: say the classes of which jets were moved (classes: ${classes})`); // prettier-ignore
}

/** Jets of one of the classes nominal and moved. */
function marked(jets: Jets, label: 0 | 1): Jets {
  return { ...jets, reference: {}, partition: undefined, label: new Uint8Array(jets.count).fill(label), layout: { ...jets.layout, classes: ['nominal', 'moved'] } }; // prettier-ignore
}

/** AUC of the detector on its test half, with the interval of Hanley and McNeil (Radiology 143 (1982) 29). */
function aucOf({ nominal, moved }: TwoSamples): DetectionMetrics['auc'] {
  const label = [...Array.from(nominal, () => 0), ...Array.from(moved, () => 1)];
  const value = auc(countPassing(rank(label, [...Array.from(nominal), ...Array.from(moved)])));
  const description = 'AUC of moved jets against nominal ones';
  return { value, ...aucInterval(value, moved.length, nominal.length), description };
}
