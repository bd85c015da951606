// An imported network tried on real jets before anything is said of it: what it is fed, what it answers, its slopes.
import type { FeatureInput, OutputMeaning, ResolvedFeatures, SeenFeature } from '@jetdemon/artifacts';
import * as tf from '@tensorflow/tfjs-core';
import type { Device, TensorValue, Values } from '@jetdemon/compute';
import { batchOf, type JetLayout, type JetRows } from '@jetdemon/data';
import { InputError } from '@jetdemon/workflow';
import { padded } from '../scoring/map-batches.ts';
import type { Tagger } from '../tagger.ts';
import { feedOf } from './features/feed.ts';
import type { ImportedNetwork } from './read-network.ts';
import { cast } from './tagger.ts';

/** More of a feature at the ends of its clip than this is no feature but a wrong unit. */
const mostClipped = 0.5;
/** By how much probabilities may miss one and zero. */
const roundingOf = 1e-3;

const zeroMomenta =
  '; a Particle Transformer has none for momenta that are 0 where there is no constituent: say padding: any, or give weaver’s YAML data configuration (pad_mode: wrap) in place of its preprocess.json';
const someConstant = ({ inputs }: ResolvedFeatures) =>
  Object.values(inputs).some(({ axes, padding }) => axes !== 'NF' && padding === 'constant');

/** Jets that a network is tried on. */
export interface Sample {
  readonly layout: JetLayout;
  readonly rows: Int32Array;
  /** `[rows, constituents, features]` */
  readonly jets: TensorValue & { readonly data: Float32Array };
}

/** So many jets, spread over all of them. */
export function sampleOf(jets: JetRows, most = 128): Sample {
  const count = Math.min(most, jets.count);
  const rows = Int32Array.from({ length: count }, (_, at) => Math.floor((at * jets.count) / count));
  const data = batchOf(jets, rows).jets;
  return { layout: jets.layout, rows, jets: { ...padded(data, jets.layout), data } };
}

/**
 * What the network is fed for these jets.
 *
 * @throws InputError for features that are not finite, and such that their clip cuts nearly all of
 */
export async function tryFeatures(features: ResolvedFeatures, sample: Sample, device: Device): Promise<SeenFeature[]> {
  const feed = feedOf(features, sample.layout);
  const fed = await device.compile(({ jets }) => feed(jets!))({ jets: sample.jets });
  const counts = countsOf(sample).map((count) => Math.min(count, features.slots));
  return Object.entries(features.inputs).flatMap(([name, input]) =>
    input.features.map((feature, at) => {
      const of = typeof feature === 'string' ? feature : feature.of;
      const values = valuesOf(fed[name]!, input, at, counts);
      const bad = values.findIndex(({ value }) => !Number.isFinite(value));
      if (bad >= 0)
        throw new InputError(
          `features: input ${name}: ${of}: expected finite numbers, found ${values[bad]!.value} for jet ${sample.rows[values[bad]!.jet]}`,
        );
      const clip = typeof feature === 'string' ? undefined : feature.clip;
      const seen = summary(
        values.map(({ value }) => value),
        clip,
      );
      if (seen.clipped > mostClipped)
        throw new InputError(
          `features: input ${name}: ${of}: ${Math.round(100 * seen.clipped)}% of its values lie beyond its clip ${clip!.join(' to ')}: unit ${features.unit}, shift or factor may be wrong`,
        );
      return { input: name, of, ...seen };
    }),
  );
}

function summary(values: readonly number[], clip: readonly [number, number] | undefined) {
  const sum = (of: (value: number) => number) => values.reduce((total, value) => total + of(value), 0);
  const most = values.length || 1;
  const cut = clip
    ? values.filter((value) => value <= Math.fround(clip[0]) || value >= Math.fround(clip[1])).length
    : 0;
  return {
    mean: sum((x) => x) / most,
    rms: Math.sqrt(sum((x) => x * x) / most),
    least: values.reduce((a, b) => Math.min(a, b), Infinity),
    greatest: values.reduce((a, b) => Math.max(a, b), -Infinity),
    clipped: cut / most,
  };
}

/** One feature of the real constituents, or of the jets. */
function valuesOf({ data, shape }: TensorValue, { axes }: FeatureInput, at: number, counts: readonly number[]) {
  return counts.flatMap((count, jet) => {
    if (axes === 'NF') return [{ jet, value: data[jet * shape[1]! + at]! }];
    const [, first, second] = shape as [number, number, number];
    const place = (slot: number) =>
      axes === 'NP'
        ? jet * first + slot
        : axes === 'NPF'
          ? (jet * first + slot) * second + at
          : (jet * first + at) * second + slot;
    return Array.from({ length: count }, (_, slot) => ({ jet, value: data[place(slot)]! }));
  });
}

function countsOf({ layout, jets, rows }: Sample): number[] {
  const { constituents, features } = layout;
  const start = (row: number, slot: number) => (row * constituents + slot) * features.length;
  return Array.from(rows, (_, row) => {
    let count = 0;
    while (count < constituents && jets.data[start(row, count)]! > 0) count++;
    return count;
  });
}

/** What an output of the network holds for these jets. */
export async function tryOutput(
  network: ImportedNetwork,
  features: ResolvedFeatures,
  name: string,
  sample: Sample,
  device: Device,
) {
  const feed = feedOf(features, sample.layout);
  const run = device.compile(({ jets, ...weights }) => ({
    answer: network.run(weights, cast(feed(jets!), network))[name]!,
  }));
  const { answer } = await run({ ...network.weights, jets: sample.jets });
  const { shape, data } = answer!;
  const count = sample.rows.length;
  const width = data.length / count;
  if (
    shape[0] !== count ||
    (shape.length !== 1 && shape.slice(1).some((extent, at) => at < shape.length - 2 && extent !== 1))
  )
    throw new InputError(
      `output ${name}: expected numbers per jet, [jets] or [jets, classes], found [${shape.join(', ')}] for ${count} jets`,
    );
  const bad = data.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0)
    throw new InputError(
      `output ${name}: expected finite numbers, found ${data[bad]} for jet ${sample.rows[Math.floor(bad / width)]}${someConstant(features) ? zeroMomenta : ''}`,
    );
  return { width, data, meaning: () => meaningOf(data, width) };
}

/** What numbers can only be: several that sum to one are probabilities, any beyond 0 to 1 are none. */
function meaningOf(data: ArrayLike<number>, width: number): OutputMeaning | undefined {
  const values = Array.from(data);
  if (values.some((value) => value < -roundingOf || value > 1 + roundingOf)) return 'logits';
  return width > 1 && sums(values, width).every((sum) => Math.abs(sum - 1) < roundingOf) ? 'probabilities' : undefined;
}

const sums = (values: readonly number[], width: number) =>
  Array.from({ length: values.length / width }, (_, jet) =>
    values.slice(jet * width, (jet + 1) * width).reduce((a, b) => a + b, 0),
  );

/** @throws InputError for numbers that are said to be probabilities and are none */
export function requireProbabilities(data: ArrayLike<number>, width: number, independent: boolean, name: string): void {
  const values = Array.from(data);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  if (least < -roundingOf || most > 1 + roundingOf)
    throw new InputError(`output ${name}: expected probabilities, found numbers from ${least} to ${most}: is: logits?`);
  const off = independent ? undefined : sums(values, width).find((sum) => Math.abs(sum - 1) > roundingOf);
  if (off !== undefined)
    throw new InputError(`output ${name}: expected probabilities that sum to 1, found a sum of ${off}`);
}

/** What was seen when a tagger was tried. */
export interface Tried {
  /** P(signal) of the jets of the sample. */
  readonly scores: Float32Array;
  readonly gradient?: 'none';
}

/**
 * What the whole tagger says of these jets, and whether its slopes can be followed.
 *
 * @param repadded the same fed otherwise where there is no constituent, which must make no difference
 * @param differentiable what the network says of itself
 * @throws InputError for logits or slopes that are not finite, and for a network that moves of constituents do not reach
 */
export async function tryTagger(
  tagger: Tagger,
  repadded: Tagger | undefined,
  differentiable: boolean,
  sample: Sample,
  device: Device,
): Promise<Tried> {
  const ask = async (of: Tagger, jets: TensorValue) => {
    const run = device.compile(({ jets, ...weights }) => ({ logits: of.logits(weights, { jets: jets! }) }));
    return (await run({ ...(of.weights as Values), jets })).logits!;
  };
  const logits = await ask(tagger, sample.jets);
  requireFinite('logit', logits, sample);
  const data = logits.data as Float32Array;
  if (repadded) {
    const other = (await ask(repadded, sample.jets)).data;
    const felt = data.findIndex((value, at) => !(Math.abs(value - other[at]!) <= 1e-3 * (1 + Math.abs(value))));
    if (felt >= 0)
      throw new InputError(
        `features: padding may be any value, but the network answers otherwise for another one (jet ${sample.rows[felt]}): its mask is missing, or say padding: constant`,
      );
  }
  const scores = data.map((value) => 1 / (1 + Math.exp(-value)));
  if (differentiable && (await hasSlopes(tagger, sample, device))) return { scores };
  const moved = (await ask(tagger, movedFar(sample))).data;
  if (data.every((value, at) => value === moved[at]))
    throw new InputError(
      'nothing that moves reaches the network: its answers are the same for all jets after their constituents have moved',
    );
  return { scores, gradient: 'none' };
}

/** Whether slopes lead from the logits back to the jets, and not all of them are zero. */
async function hasSlopes(tagger: Tagger, sample: Sample, device: Device): Promise<boolean> {
  const run = device.compile(({ jets, ...weights }) => ({
    slopes: tf.grad((moved: tf.Tensor) => tf.sum(tagger.logits(weights, { jets: moved })))(jets!),
  }));
  try {
    const { slopes } = await run({ ...(tagger.weights as Values), jets: sample.jets });
    requireFinite('gradient', slopes!, sample);
    return slopes!.data.some((value) => value !== 0);
  } catch (error) {
    // TensorFlow.js where an operator has no derivative, or nothing differentiable leads from the jets to the logits.
    if (error instanceof Error && /^Cannot compute gradient/.test(error.message)) return false;
    throw error;
  }
}

function requireFinite(what: string, { data }: TensorValue, { rows }: Sample): void {
  const bad = data.findIndex((value) => !Number.isFinite(value));
  if (bad < 0) return;
  const jet = rows[Math.floor((bad * rows.length) / data.length)];
  throw new InputError(
    `the network has no finite ${what} for jet ${jet} (found ${data[bad]}): no attack could follow it`,
  );
}

/** The same jets with every second constituent 20% softer and 0.1 away in both angles, further than attacks go. */
function movedFar({ jets, layout }: Sample): TensorValue {
  const { features } = layout;
  const data = jets.data.map((value, at) => {
    const slot = Math.floor(at / features.length);
    const { move } = features[at % features.length]!;
    if (slot % 2 === 0 || move === 'frozen' || !(jets.data[slot * features.length]! > 0)) return value;
    return move === 'relative' ? 0.8 * value : value + 0.1;
  });
  return { ...jets, data };
}
