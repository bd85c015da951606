// Scores and observables of many jets, streamed in batches through compiled graphs.
import { jetObservables, type JetObservable } from '@jetdemon/artifacts';
import { sideBySide, type Device, type Values } from '@jetdemon/compute';
import type { JetRows } from '@jetdemon/data';
import type { PaddedJets } from './in-calls.ts';
import { inBatches, type BatchOptions } from './map-batches.ts';
import type { Tagger, TaggerFunction } from '../tagger.ts';
import { observables } from '../observables/index.ts';

/** Scores jets with changing weights through one graph, which is compiled at the first call: logits, `[rows]`. */
export type Evaluator = (weights: Values, jets: JetRows, options: BatchOptions) => Promise<Float32Array>;

export function evaluator(
  network: Pick<TaggerFunction, 'logits' | 'indices' | 'jetsPerCall'>,
  names: readonly string[],
  among: Device,
): Evaluator {
  const { device, count: atOnce } = sideBySide(among, network.jetsPerCall);
  const compiled = device.compile((inputs) => ({
    logits: network.logits(Object.fromEntries(names.map((name) => [name, inputs[name]!])), inputs),
  }));
  return async (weights, jets, options) => {
    const indices = indexer(network);
    const run = (batch: PaddedJets) => compiled({ ...weights, ...indices(batch.data), jets: batch });
    return (await inBatches(jets, { ...options, jetsPerCall: network.jetsPerCall, atOnce }, run)).logits!;
  };
}

/** Index arrays of batches of as many jets, one after the other: few shapes, for each of which a graph is compiled. */
export function indexer(network: Pick<TaggerFunction, 'indices'>): (jets: Float32Array) => Values {
  let latest: Values | undefined;
  return (jets) => (latest = network.indices(jets, { earlier: latest }));
}

/**
 * P(signal) of jets, `[rows]` in [0, 1]: the sigmoid of the logits.
 *
 * @example const scores = await scoreJets(await loadClassifier(folder), jets, device, { rows: rowsOf(jets, 'test') });
 */
export async function scoreJets(
  tagger: Omit<Tagger, 'contrast' | 'layout'>,
  jets: JetRows,
  device: Device,
  options: BatchOptions,
): Promise<Float32Array> {
  return (await logitsOf(tagger, jets, device, options)).map(probabilityOf);
}

/** P(signal) of a logit. */
export const probabilityOf = (logit: number): number => 1 / (1 + Math.exp(-logit));

/** Logits of jets, `[rows]`. */
export function logitsOf(
  tagger: Omit<Tagger, 'contrast' | 'layout'>,
  jets: JetRows,
  device: Device,
  options: BatchOptions,
): Promise<Float32Array> {
  return evaluator(tagger, Object.keys(tagger.weights), device)(tagger.weights, jets, options);
}

/** `logitsOf` and `measureObservables` in one pass over the jets, where the tagger takes as many at once as one likes. */
export async function logitsAndObservables(
  tagger: Omit<Tagger, 'contrast' | 'layout'>,
  jets: JetRows,
  device: Device,
  options: BatchOptions,
): Promise<Record<'logits' | JetObservable, Float32Array>> {
  if (tagger.jetsPerCall !== undefined) {
    const half = (from: number) => ({ ...options, progress: (done: number) => options.progress?.(from + done / 2) });
    const logits = await logitsOf(tagger, jets, device, half(0));
    return { logits, ...(await measureObservables(jets, device, half(0.5))) };
  }
  const names = Object.keys(tagger.weights);
  const several = sideBySide(device);
  const compiled = several.device.compile((inputs) => ({
    logits: tagger.logits(Object.fromEntries(names.map((name) => [name, inputs[name]!])), inputs),
    ...observables(jetObservables, inputs.jets!, jets.layout),
  }));
  const indices = indexer(tagger);
  const run = (batch: PaddedJets) => compiled({ ...tagger.weights, ...indices(batch.data), jets: batch });
  return (await inBatches(jets, { ...options, atOnce: several.count }, run)) as Record<
    'logits' | JetObservable,
    Float32Array
  >;
}

/** Every observable of the table, each `[rows]`; pT and mass in TeV. */
export async function measureObservables(
  jets: JetRows,
  among: Device,
  options: BatchOptions,
): Promise<Record<JetObservable, Float32Array>> {
  const { device, count: atOnce } = sideBySide(among);
  const compiled = device.compile((inputs) => observables(jetObservables, inputs.jets!, jets.layout));
  return (await inBatches(jets, { ...options, atOnce }, (batch) => compiled({ jets: batch }))) as Record<
    JetObservable,
    Float32Array
  >;
}
