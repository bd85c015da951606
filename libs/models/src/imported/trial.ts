// An imported network tried on real jets before anything is said of it: what it answers, and its slopes.
import type { OutputMeaning, ResolvedFeatures } from '@jetdemon/artifacts';
import * as tf from '@tensorflow/tfjs-core';
import type { Device, Tensors, TensorValue, Values } from '@jetdemon/compute';
import type { JetLayout } from '@jetdemon/data';
import { InputError } from '@jetdemon/workflow';
import { inCalls } from '../scoring/in-calls.ts';
import type { Tagger } from '../tagger.ts';
import { feedOf } from './features/feed.ts';
import type { ImportedNetwork } from './read-network.ts';
import type { Sample } from './sample.ts';
import { cast } from './tagger.ts';

/** By how much probabilities may miss one and zero. */
const roundingOf = 1e-3;

const zeroMomenta =
  '; a Particle Transformer has none for momenta that are 0 where there is no constituent: say padding: any, or give weaver’s YAML data configuration (pad_mode: wrap) in place of its preprocess.json';
const someConstant = ({ inputs }: ResolvedFeatures) =>
  Object.values(inputs).some(({ axes, padding }) => axes !== 'NF' && padding === 'constant');

/** An output of a network, of jets through their features. */
export function outputOf(network: ImportedNetwork, features: ResolvedFeatures, name: string, layout: JetLayout) {
  const feed = feedOf(features, layout);
  return (weights: Tensors, jets: tf.Tensor): tf.Tensor => network.run(weights, cast(feed(jets), network))[name]!;
}

/**
 * What an output of the network holds for these jets.
 *
 * @throws InputError for what is not numbers per jet, or not finite
 */
export async function tryOutput(
  network: ImportedNetwork,
  features: ResolvedFeatures,
  name: string,
  { sample, device, jetsPerCall }: Trying,
) {
  const output = outputOf(network, features, name, sample.layout);
  const run = device.compile(({ jets, ...weights }) => ({ answer: output(weights, jets!) }));
  const { answer } = await inCalls(sample.jets, jetsPerCall, (jets) => run({ ...network.weights, jets }));
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
  /** Why there is no gradient. */
  readonly note?: string;
}

/** On what, and where, a network is tried. */
export interface Trying {
  readonly sample: Sample;
  readonly device: Device;
  readonly jetsPerCall?: number | undefined;
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
  { sample, device, jetsPerCall }: Trying,
): Promise<Tried> {
  const ask = async (of: Tagger, all: Sample['jets']) => {
    const run = device.compile(({ jets, ...weights }) => ({ logits: of.logits(weights, { jets: jets! }) }));
    return (await inCalls(all, jetsPerCall, (jets) => run({ ...(of.weights as Values), jets }))).logits!;
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
  const note = differentiable ? await whyNoSlopes(tagger, { sample, device, jetsPerCall }) : inSteps;
  if (note === undefined) return { scores };
  const moved = (await ask(tagger, movedFar(sample))).data;
  if (data.every((value, at) => value === moved[at]))
    throw new InputError(
      'nothing that moves reaches the network: its answers are the same for all jets after their constituents have moved',
    );
  return { scores, gradient: 'none', note };
}

const inSteps = 'its output changes in steps, as that of trees, and has no slopes';

/** What keeps attacks from following slopes from the logits back to the jets, in words; undefined where they can. */
async function whyNoSlopes(tagger: Tagger, { sample, device, jetsPerCall }: Trying): Promise<string | undefined> {
  const run = device.compile(({ jets, ...weights }) => ({
    slopes: tf.grad((moved: tf.Tensor) => tf.sum(tagger.logits(weights, { jets: moved })))(jets!),
  }));
  try {
    const weights: Values = tagger.weights;
    const { slopes } = await inCalls(sample.jets, jetsPerCall, (jets) => run({ ...weights, jets }));
    requireFinite('gradient', slopes!, sample);
    const found = slopes!.data.some((value) => value !== 0);
    return found ? undefined : `its slopes are zero for all ${sample.rows.length} jets that it was tried on`;
  } catch (error) {
    // TensorFlow.js where an operator has no derivative, or nothing differentiable leads from the jets to the logits.
    if (error instanceof Error && /^Cannot compute gradient/.test(error.message))
      return 'no slopes lead from its output back to the jets';
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
function movedFar({ jets, layout }: Sample): Sample['jets'] {
  const { features } = layout;
  const data = jets.data.map((value, at) => {
    const slot = Math.floor(at / features.length);
    const { move } = features[at % features.length]!;
    if (slot % 2 === 0 || move === 'frozen' || !(jets.data[slot * features.length]! > 0)) return value;
    return move === 'relative' ? 0.8 * value : value + 0.1;
  });
  return { ...jets, data };
}
