// The order of values, of equal ones that of their rows.

/**
 * Rows by ascending or descending value. Float32 values are sorted as numbers of which the bits of a value are the upper part (as integers
 * these order floats, the lower 31 flipped below 0) and its row the lower, without a comparison in JavaScript.
 *
 * @param values not NaN, `[rows]`
 */
export function rowsInOrder(values: ArrayLike<number>, order: 'ascending' | 'descending'): Int32Array {
  const sign = order === 'ascending' ? 1 : -1;
  if (!(values instanceof Float32Array) || values.length > ROWS)
    return Int32Array.from({ length: values.length }, (_, row) => row).sort((a, b) => sign * (values[a]! - values[b]!));
  const bits = new Int32Array(values.map((value) => value + 0).buffer); // -0 + 0 is 0
  const keys = new Float64Array(bits.length);
  for (let row = 0; row < keys.length; row++) {
    const one = bits[row]!;
    keys[row] = sign * (one < 0 ? one ^ 0x7fffffff : one) * ROWS + row;
  }
  keys.sort();
  return Int32Array.from(keys, (key) => key - Math.floor(key / ROWS) * ROWS);
}

/** Rows beside 32 bits of a value in the 53 of a number. */
const ROWS = 2 ** 21;
