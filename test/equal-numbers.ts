// Vitest compares arrays by its walk over anything, microseconds for each number. Arrays of the same numbers are equal by a
// plain loop; whatever else they are is left to Vitest, and so is what it says of them.
import { expect } from 'vitest';

function isArray(value: unknown): value is object & ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}

/** Whether an array has its elements and nothing else. */
const isPlain = (array: object & ArrayLike<unknown>) =>
  Object.keys(array).length === array.length && Object.getOwnPropertySymbols(array).length === 0;

/** True of two arrays of one kind with the same numbers: NaN is NaN, −0 is not 0. */
function sameNumbers(a: unknown, b: unknown): true | undefined {
  if (!isArray(a) || !isArray(b) || a.length !== b.length) return undefined;
  if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return undefined;
  for (let i = 0; i < a.length; i++) {
    const value = a[i];
    if ((typeof value !== 'number' && typeof value !== 'bigint') || !Object.is(value, b[i])) return undefined;
  }
  return isPlain(a) && isPlain(b) ? true : undefined;
}

// Files that share a process share what was added by the first of them.
expect.addEqualityTesters([sameNumbers]);
