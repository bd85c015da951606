// Seeded shuffling of row numbers.
import type { Key } from '@jetdemon/workflow';

/** A shuffled copy of `rows` (Fisher-Yates); the same key always gives the same order. */
export function shuffle(rows: Int32Array, key: Key): Int32Array {
  const out = rows.slice();
  const uniform = key.uniform();
  for (let last = out.length - 1; last > 0; last--) {
    const other = Math.floor(uniform() * (last + 1));
    [out[last], out[other]] = [out[other]!, out[last]!];
  }
  return out;
}

/** 0, 1, … count − 1. */
export function allRows(count: number): Int32Array {
  const rows = new Int32Array(count);
  for (let row = 0; row < count; row++) rows[row] = row;
  return rows;
}
