// The groups of the largest s^2 / b in both halves of a sample, side by side in WebAssembly.
import { assembled, f64, get, i32, loop, op, set, types, vector, type Code } from '../kernels/assembly.ts';

let compiled: WebAssembly.Module | undefined;

/**
 * Its function takes the place of background in the first half and that of its end, the distance in bytes to background in the second, and
 * likewise on to signal in either, whole numbers all, and the place of four numbers: the least background that counts, at least 1, in each
 * half, and s^2 of all its signal. Where the least were are the groups then, of equal ratios the first, -1 for none.
 */
export const peakKernel = (): WebAssembly.Module => (compiled ??= code());

function code(): WebAssembly.Module {
  const [place, end, stride, numbers, other] = [0, 1, 2, 3, 4];
  const [s, b, ratio, larger, best, group, found, least, most] = [5, 6, 7, 8, 9, 10, 11, 12, 13];
  const sum = (a: Code, one: Code) => op(0x6a, a, one);
  const both = (first: number) =>
    op(vector(254), op(vector(86, 2, 0, 1), sum(get(first), get(stride)), op(vector(92, 2, 0), get(first))));
  const each = (value: number) => op(vector(20), f64(value));
  const [times, over, above, from] = [242, 243, 74, 76].map(
    (instruction) => (x: Code, y: Code) => op(vector(instruction), x, y),
  ) as [Binary, Binary, Binary, Binary];
  const chosen = (one: number, old: number) => set(old, op(vector(82), get(one), get(old), get(larger)));
  const step = [
    ...[...set(b, both(place)), ...set(other, sum(get(place), op(0x74, get(stride), i32(1)))), ...set(s, both(other))],
    ...set(ratio, over(times(get(s), get(s)), get(b))),
    ...set(larger, op(vector(78), above(get(ratio), get(best)), from(get(b), get(least)))),
    ...[...chosen(ratio, best), ...chosen(group, found)],
    ...[...set(group, op(vector(240), get(group), each(1))), ...set(place, sum(get(place), i32(4)))],
  ];
  // Beyond, all signal would make no larger ratio: neither sum ever falls.
  const beyond = op(vector(195), above(times(get(b), get(best)), get(most)));
  const again = op(0x71, op(0x49, get(place), get(end)), op(0x45, beyond));
  const load = (at: number) => op(vector(0, 3, at), get(numbers));
  return assembled(
    4,
    [types.i32, ...Array<number>(9).fill(types.v128)],
    [
      ...[...set(least, load(0)), ...set(most, times(load(16), each(1 + 1e-9)))],
      ...[...set(best, each(-1)), ...set(found, each(-1))],
      ...loop(step, again),
      ...op(vector(11, 3, 0), get(numbers), get(found)),
    ],
  );
}

type Binary = (x: Code, y: Code) => Code;
