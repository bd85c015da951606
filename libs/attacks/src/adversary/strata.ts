// Background that decides, drawn more often and counted less: stratified sampling, which leaves every expected mean over a
// class as it is and lowers the variance of those over few jets (Cochran, Sampling Techniques, 1977, §5.5).
import { batchOf, reflect, shuffle, type Batch, type JetRows } from '@jetdemon/data';
import { quantile } from '@jetdemon/statistics';
import { InputError, type Key } from '@jetdemon/workflow';

// Of background, by what the classifier says of it: the ε_B of an optimum are a few percent.
const NEAR = 0.1;

const [SIGNAL, FAR, NEARBY] = [0, 1, 2] as const;

export interface Strata {
  /** Signal, background, and the tenth of background that looks most like signal: which of 0, 1, 2, `[jets]`. */
  readonly of: Uint8Array;
  /** Jets of each stratum in every batch. */
  readonly perBatch: readonly number[];
  /** How much a jet of each stratum counts: the mean of a class in a batch is unbiased, and a class weighs as many as its jets. */
  readonly weights: readonly number[];
}

/**
 * Strata of training jets, of which every batch has as many of signal as there are on average, and of whose background the
 * share `enrich` is of the tenth with the largest logits.
 *
 * @param label 0 background, 1 signal; logit: of the same jets, `[jets]`
 * @param size jets of a batch
 * @throws InputError for batches that cannot have a jet of each
 */
export function enriched(label: Uint8Array, logit: Float32Array, size: number, enrich: number): Strata {
  const cut = quantile(Float64Array.from(logit.filter((_, at) => label[at] === 0)).sort(), 1 - NEAR);
  const of = Uint8Array.from(label, (one, at) => (one === 1 ? SIGNAL : logit[at]! > cut ? NEARBY : FAR));
  const jets = [0, 0, 0];
  for (const stratum of of) jets[stratum]!++;
  const [signal, far, near] = jets as [number, number, number];
  const signals = Math.round((size * signal) / label.length);
  const backgrounds = size - signals;
  const nearby = Math.round(enrich * backgrounds);
  const perBatch = [signals, backgrounds - nearby, nearby];
  if (Math.min(...perBatch, ...jets) < 1)
    throw new InputError(
      `expected signal, background and background that looks like signal in every batch, found ${perBatch.join(', ')} in batches and ${jets.join(', ')} in all: raise batchSize or set enrich: 0`,
    );
  const weight = (share: number, drawn: number) => (share / (far + near)) * (backgrounds / drawn);
  return { of, perBatch, weights: [1, weight(far, backgrounds - nearby), weight(near, nearby)] };
}

/**
 * Batches without end from the `from`-th on; every stratum is gone through again and again, each time shuffled anew.
 *
 * @param train rows of the jets of `strata.of`, in its order
 */
export function* drawnFrom(
  { of, perBatch }: Strata,
  jets: JetRows,
  train: Int32Array,
  { key, reflect: mirror, from }: { readonly key: Key; readonly reflect: boolean; readonly from: number },
): Generator<Batch, never, undefined> {
  const drawn = perBatch.map((count, stratum) =>
    inTurn(
      train.filter((_, at) => of[at] === stratum),
      from * count,
      key.split('stratum').split(stratum),
    ),
  );
  for (let number = from; ; number++) {
    const rows = perBatch.flatMap((count, stratum) =>
      Array.from({ length: count }, () => drawn[stratum]!.next().value),
    );
    const batch = batchOf(jets, Int32Array.from(rows));
    if (mirror) reflect(batch.jets, jets.layout, key.split('reflect').split(number));
    yield batch;
  }
}

/** Rows without end from the `from`-th on. */
function* inTurn(rows: Int32Array, from: number, key: Key): Generator<number, never, undefined> {
  let skip = from % rows.length;
  for (let epoch = Math.floor(from / rows.length); ; epoch++, skip = 0)
    yield* shuffle(rows, key.split(epoch)).subarray(skip);
}
