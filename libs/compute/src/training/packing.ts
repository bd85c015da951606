// Packing of padded rows: networks that act on every constituent by itself need only the real ones, about half of 64 in the jets of the paper.
// The host builds index arrays from the multiplicities; on the device everything is a gather, in both directions.
import * as tf from '@tensorflow/tfjs-core';
import type { TensorValue } from '../tensors/device.ts';
import { addsRows } from '../symbolic/backend.ts';
import { int32 } from '../tensors/values.ts';

/** Index arrays of one batch, to be given to a compiled function among its inputs. */
export interface Packing {
  /** `[rows]` flat slot `jet · slots + k` of every real row; `batch · slots` for filler rows. */
  readonly slotOfRow: TensorValue;
  /** `[batch, slots]` row of every real slot; `rows` for padded slots. */
  readonly rowOfSlot: TensorValue;
  /** `[rows]` jet of every real row; `batch` for filler rows. */
  readonly jetOfRow: TensorValue;
}

/**
 * Index arrays for jets whose first `counts[jet]` of `slots` constituents are real.
 *
 * The number of rows is the sum of the counts rounded up to a `multiple`, so that batches of the same size share few
 * shapes and few graphs are compiled. Rows beyond the real ones are filler: zero on the way in, ignored on the way out.
 *
 * @param counts real constituents of each jet, 0 to `slots`
 * @param least rows that there are at least, a multiple of `multiple`: those of another batch share its shape
 */
export function packing(counts: ArrayLike<number>, slots: number, multiple = 512, least = multiple): Packing {
  const batch = counts.length;
  let real = 0;
  for (let jet = 0; jet < batch; jet++) {
    const count = counts[jet]!;
    if (!Number.isInteger(count) || count < 0 || count > slots)
      throw new RangeError(`packing: expected a count from 0 to ${slots}, found ${count} for jet ${jet}`);
    real += count;
  }
  const rows = Math.max(least, Math.ceil(real / multiple) * multiple);
  const slotOfRow = new Int32Array(rows).fill(batch * slots);
  const jetOfRow = new Int32Array(rows).fill(batch);
  const rowOfSlot = new Int32Array(batch * slots).fill(rows);
  let row = 0;
  for (let jet = 0; jet < batch; jet++) {
    for (let k = 0; k < counts[jet]!; k++, row++) {
      slotOfRow[row] = jet * slots + k;
      jetOfRow[row] = jet;
      rowOfSlot[jet * slots + k] = row;
    }
  }
  return { slotOfRow: int32(slotOfRow), rowOfSlot: int32(rowOfSlot, [batch, slots]), jetOfRow: int32(jetOfRow) };
}

/** Real rows of `x [batch · slots, features]`: `[rows, features]`, zeros in filler rows. */
export function packRows(x: tf.Tensor2D, slotOfRow: tf.Tensor1D, rowOfSlot: tf.Tensor2D): tf.Tensor2D {
  return transposed(
    x,
    (values) => gatherOrZero(values, slotOfRow),
    (dy) => gatherOrZero(dy, flat(rowOfSlot)),
  );
}

/** Rows `[rows, features]` back in their slots: `[batch · slots, features]`, zeros in padded slots. */
export function unpackRows(rows: tf.Tensor2D, slotOfRow: tf.Tensor1D, rowOfSlot: tf.Tensor2D): tf.Tensor2D {
  return transposed(
    rows,
    (values) => gatherOrZero(values, flat(rowOfSlot)),
    (dy) => gatherOrZero(dy, slotOfRow),
  );
}

/** Sum over the constituents of each jet: `[rows, features]` -> `[batch, features]`; 0 for a jet without any. */
export function sumRows(rows: tf.Tensor2D, jetOfRow: tf.Tensor1D, rowOfSlot: tf.Tensor2D): tf.Tensor2D {
  return transposed(
    rows,
    (values) => summed(values, jetOfRow, rowOfSlot),
    (dy) => gatherOrZero(dy, jetOfRow),
  );
}

/** The transpose of `sumRows`: what is known of a jet, at each of its constituents: `[batch, features]` -> `[rows, features]`. */
export function spreadRows(perJet: tf.Tensor2D, jetOfRow: tf.Tensor1D, rowOfSlot: tf.Tensor2D): tf.Tensor2D {
  return transposed(
    perJet,
    (values) => gatherOrZero(values, jetOfRow),
    (dy) => summed(dy, jetOfRow, rowOfSlot),
  );
}

/** One by one where that is right and quickest; else the slots of each jet side by side, whose sum all devices share among threads. */
function summed(rows: tf.Tensor2D, jetOfRow: tf.Tensor1D, rowOfSlot: tf.Tensor2D): tf.Tensor2D {
  const [jets, slots] = rowOfSlot.shape;
  if (addsRows()) return tf.engine().runKernel('SumRows', { rows, jetOfRow }, { jets });
  return tf.sum(tf.reshape(gatherOrZero(rows, flat(rowOfSlot)), [jets, slots, rows.shape[1]]), 1);
}

/** A linear map with its transpose as gradient, which is linear again: gradients of any order are gathers. */
function transposed(
  x: tf.Tensor2D,
  map: (x: tf.Tensor2D) => tf.Tensor2D,
  transpose: (dy: tf.Tensor2D) => tf.Tensor2D,
): tf.Tensor2D {
  const withTranspose = tf.customGrad<tf.Tensor2D>((values) => ({
    value: map(values as tf.Tensor2D),
    gradFunc: (dy: tf.Tensor2D) => transposed(dy, transpose, map),
  }));
  return withTranspose(x) as tf.Tensor2D;
}

/** Rows by index, where the index one past the last row means zero. */
function gatherOrZero(rows: tf.Tensor2D, index: tf.Tensor1D): tf.Tensor2D {
  return tf.gather(tf.concat([rows, tf.zeros([1, rows.shape[1]])], 0), index) as tf.Tensor2D;
}

function flat(index: tf.Tensor2D): tf.Tensor1D {
  return tf.reshape(index, [index.size]);
}
