// Order of numbers from the largest to the smallest, without an object per number.

/** Numbers that insertion puts in order before they are merged. */
const run = 12;
let [order, other] = [new Int32Array(0), new Int32Array(0)];

/**
 * The places of the first `count` values in descending order of these; equal values stay in their order. No value is NaN.
 * The result is valid until the next call.
 */
export function descendingOrder(values: ArrayLike<number>, count: number): Int32Array {
  sort(values, 0, count);
  return order.subarray(0, count);
}

/** Sets `places` from `start` to `end` to those of the values there in descending order; equal values stay in their order. */
export function setDescending(places: Int32Array, values: ArrayLike<number>, start: number, end: number): void {
  sort(values, start, end - start);
  for (let i = start; i < end; i++) places[i] = order[i - start]!;
}

/** Leaves the places of the `count` values from `first` on in `order`. */
function sort(values: ArrayLike<number>, first: number, count: number): void {
  if (order.length < count) [order, other] = [new Int32Array(2 * count), new Int32Array(2 * count)];
  for (let start = 0; start < count; start += run) {
    const end = Math.min(count, start + run);
    for (let i = start; i < end; i++) {
      const value = values[first + i]!;
      let to = i;
      while (to > start && values[order[to - 1]!]! < value) order[to] = order[--to]!;
      order[to] = first + i;
    }
  }
  for (let width = run; width < count; width *= 2) {
    for (let start = 0; start < count; start += 2 * width) {
      const [middle, end] = [Math.min(count, start + width), Math.min(count, start + 2 * width)];
      let [a, b] = [start, middle];
      for (let to = start; to < end; to++) {
        const takeFirst = b >= end || (a < middle && values[order[a]!]! >= values[order[b]!]!);
        other[to] = takeFirst ? order[a++]! : order[b++]!;
      }
    }
    [order, other] = [other, order];
  }
}
