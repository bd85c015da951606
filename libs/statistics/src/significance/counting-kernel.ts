// What passes of jets and of their halves, area and mean scores, in one pass of WebAssembly: the sums of both halves of both classes
// lie side by side in a vector.
import {
  assembled,
  get,
  i32,
  loop,
  memoryFor,
  op,
  set,
  shuffled,
  types,
  vector,
  when,
  type Code,
} from '../kernels/assembly.ts';
import { peakKernel } from './peak-kernel.ts';
import type { Overall, Passing } from './roc.ts';

/** Of one sample. */
export interface CountingKernel {
  /** Overwritten by `count`. */
  readonly passing: Passing;
  /** The bits of `countJets` and `overall`. */
  readonly count: (multiplicity: Uint8Array) => Overall;
  /** The groups of `peakSignificance` in both halves, as they were counted last. */
  readonly peaks: (minimumBackground: readonly number[]) => number[];
}

/**
 * Undefined where there is no memory for it.
 *
 * @param jets as those of `countJets`, at least one
 * @param thresholds scores of the groups, `[groups]`
 */
export function countingKernel(jets: Int32Array, thresholds: Float64Array): CountingKernel | undefined {
  const groups = thresholds.length;
  const sums = Array<number>(6).fill(4 * groups);
  const memory = memoryFor([masks.length, 32, jets.byteLength, jets.length, thresholds.byteLength, ...sums]);
  if (!memory) return undefined;
  memory.take(Uint8Array, masks.length).set(masks);
  const found = memory.take(Float64Array, 4);
  const order = memory.take(Int32Array, jets.length);
  order.set(jets);
  const times = memory.take(Uint8Array, jets.length);
  const scores = memory.take(Float64Array, groups);
  scores.set(thresholds);
  const [b1, b2, s1, s2, b, s] = sums.map(() => memory.take(Int32Array, groups)) as Six<Int32Array>;
  const count = memory.run((compiled ??= code()));
  const seek = memory.run(peakKernel());
  const [first, begin, stride] = [b1.byteOffset, order.byteOffset, b2.byteOffset - b1.byteOffset];
  const roc = (signal: Int32Array, background: Int32Array) => ({ signal, background, backgroundJets: background });
  return {
    passing: { whole: roc(s, b), halves: [roc(s1, b1), roc(s2, b2)] },
    count(multiplicity) {
      times.set(multiplicity);
      count(begin, begin + order.byteLength, times.byteOffset, first, stride, scores.byteOffset);
      const [background, signal] = [b.at(-1)!, s.at(-1)!];
      return {
        auc: found[2]! / (2 * signal * background),
        meanSignal: found[1]! / signal,
        meanBackground: found[0]! / background,
      };
    },
    peaks(minimumBackground) {
      found.set(minimumBackground.map((least) => Math.max(1, least)));
      found.set([s1.at(-1)! ** 2, s2.at(-1)! ** 2], 2);
      seek(first, first + b1.byteLength, stride, found.byteOffset);
      const groups = [found[0]!, found[1]!];
      if (groups.includes(-1))
        throw new Error(`internal: fewer than ${minimumBackground.join(' and ')} background jets`);
      return groups;
    },
  };
}

type Six<A> = [A, A, A, A, A, A];

/** For the bits of class and half of a jet, where its multiplicity counts: first and second half of background, then of signal. */
const masks = new Uint8Array(6 * 16);
for (const [bits, place] of [0, 1, 4, 5].entries()) masks[16 * place + 4 * bits] = 255;

let compiled: WebAssembly.Module | undefined;

/** Masks are at 0, what is found comes behind them. Sums of scores are taken in the order of `overall`, so that every bit is the same. */
function code(): WebAssembly.Module {
  const [at, end, times, into, stride, scores, jet, place] = [0, 1, 2, 3, 4, 5, 6, 7];
  const [counted, both, now, before, step, means, area] = [8, 9, 10, 11, 12, 13, 14];
  const sum = (a: Code, b: Code) => op(0x6a, a, b);
  const bits = (mask: number) => op(0x71, get(jet), i32(mask));
  const multiplicity = op(vector(7, 0, 0), sum(get(times), op(0x76, get(jet), i32(3))));
  const mask = op(vector(0, 4, 0), op(0x74, bits(5), i32(4)));
  const store = (local: number, lane: number) => op(vector(90, 2, 0, lane), get(place), get(local));
  const next = set(place, sum(get(place), get(stride)));
  const [added, less, times2] = [240, 241, 242].map(
    (instruction) => (a: Code, b: Code) => op(vector(instruction), a, b),
  ) as [Binary, Binary, Binary];
  const group = [
    ...set(both, op(vector(174), get(counted), shuffled(counted, 1, 0, 3, 2))),
    ...set(place, get(into)),
    ...[...store(counted, 0), ...next, ...store(counted, 1), ...next, ...store(counted, 2), ...next],
    ...[...store(counted, 3), ...next, ...store(both, 0), ...next, ...store(both, 2)],
    ...set(now, op(vector(254), shuffled(both, 0, 2, 0, 2))),
    ...set(step, less(get(now), get(before))),
    ...set(means, added(get(means), times2(op(vector(10, 3, 0), get(scores)), get(step)))),
    ...set(both, added(get(now), get(before))),
    ...set(area, added(get(area), times2(get(step), shuffled(both, 2, 3, 0, 1)))),
    ...set(before, get(now)),
    ...[...set(into, sum(get(into), i32(4))), ...set(scores, sum(get(scores), i32(8)))],
  ];
  return assembled(
    6,
    [types.i32, types.i32, ...Array<number>(7).fill(types.v128)],
    [
      ...loop(
        [
          ...set(jet, op([0x28, 2, 0], get(at))),
          ...set(counted, op(vector(174), get(counted), op(vector(78), multiplicity, mask))),
          ...when(bits(2), group),
          ...set(at, sum(get(at), i32(4))),
        ],
        op(0x49, get(at), get(end)),
      ),
      ...op(vector(11, 4, 96), i32(0), get(means)),
      ...op(vector(11, 4, 112), i32(0), get(area)),
    ],
  );
}

type Binary = (a: Code, b: Code) => Code;
