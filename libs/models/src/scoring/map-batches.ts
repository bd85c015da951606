// Any per-jet function over many jets: fixed-size padded batches through one compiled graph, results put end to end.
import { eachAtOnce, float32, type TensorValue } from '@jetdemon/compute';
import { padJets, valuesPerJet, type JetRows, type JetLayout } from '@jetdemon/data';

export interface BatchOptions {
  /** Rows of `jets`, in the order of the result. */
  readonly rows: Int32Array;
  /** Jets per call; the last batch is filled up with empty jets, so that all batches share a shape. */
  readonly batchSize?: number;
  /** Most that a network takes, where that is less. */
  readonly jetsPerCall?: number | undefined;
  /** Calls of `run` that are under way at once, 1 by default. */
  readonly atOnce?: number;
  readonly progress?: (fraction: number) => void;
}

/**
 * Outputs `[rows, …]` of `run`, flat, which maps jets `[batch, constituents, features]` to named outputs `[batch, …]`; the jets of a batch are
 * those of `rows` from `start` on, and filler.
 */
export async function inBatches(
  jets: JetRows,
  { rows, batchSize = 512, jetsPerCall = Infinity, atOnce = 1, progress = () => {} }: BatchOptions,
  run: (jets: TensorValue & { readonly data: Float32Array }, start: number) => Promise<Record<string, TensorValue>>,
): Promise<Record<string, Float32Array>> {
  const results: Record<string, Float32Array> = {};
  const size = Math.min(batchSize, jetsPerCall, rows.length);
  const starts = Array.from({ length: Math.ceil(rows.length / size) }, (_, batch) => batch * size);
  let done = 0;
  await eachAtOnce(atOnce, starts, async (start) => {
    const here = rows.slice(start, start + size);
    const data = padJets(jets, here, size);
    const outputs = await run({ ...padded(data, jets.layout), data }, start);
    for (const [name, { data: values }] of Object.entries(outputs)) {
      const perRow = values.length / size;
      results[name] ??= new Float32Array(rows.length * perRow);
      results[name].set(values.subarray(0, here.length * perRow), start * perRow);
    }
    progress((done += here.length) / rows.length);
  });
  return results;
}

/** Padded jets as a tensor `[batch, constituents, features]`. */
export function padded(data: Float32Array, layout: JetLayout): TensorValue {
  return float32(data, [data.length / valuesPerJet(layout), layout.constituents, layout.features.length]);
}
