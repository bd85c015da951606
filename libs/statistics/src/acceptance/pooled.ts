// Correlations of two samples whose jets come from one pool, again and again with other rows of it and other weights: in WebAssembly, where
// all sums of a sample are taken side by side, where it has memory.
import { assembled, f64, get, i32, loop, memoryFor, op, set, types, type Code } from '../kernels/assembly.ts';

/** One sample. */
export interface Pooled {
  /** Rows of the pool, at first those that are its own, `[jets]`. */
  readonly rows: Int32Array;
  /** Of each of `rows`, 0 at first, `[jets]`. */
  readonly weight: Float64Array;
  /** Pearson's correlations of the pairs; 0 where one of the two does not vary. */
  correlations(): number[];
}

/** The places of two columns, the lower first. */
export type Pair = readonly [number, number];

/** @param columns of a first sample and of a second, as many and in one order, each `[jets]`, at least one jet */
export function pooledSamples(columns: readonly (readonly Float64Array[])[], pairs: readonly Pair[]): Pooled[] {
  return inMemory(columns, pairs) ?? plainSamples(columns, pairs);
}

/** The same without WebAssembly. */
export function plainSamples(columns: readonly (readonly Float64Array[])[], pairs: readonly Pair[]): Pooled[] {
  const pool = columns[0]!.map((_, at) => Float64Array.from(columns.flatMap((sample) => [...sample[at]!])));
  let first = 0;
  return columns.map((sample) => {
    const { length } = sample[0]!;
    const rows = Int32Array.from({ length }, (_, row) => first + row);
    first += length;
    const weight = new Float64Array(length);
    return { rows, weight, correlations: () => ratios(pairs, ...plainMoments(pool, rows, weight, pairs)) };
  });
}

function plainMoments(
  pool: readonly Float64Array[],
  rows: Int32Array,
  weight: Float64Array,
  pairs: readonly Pair[],
): readonly [number[], number[]] {
  const sum = weight.reduce((all, one) => all + one, 0);
  const means = pool.map((values) => {
    // About the first value: what does not vary is at no distance from it then, whatever is rounded.
    const first = values[rows[0]!]!;
    let moment = 0;
    for (let at = 0; at < rows.length; at++) moment += weight[at]! * (values[rows[at]!]! - first);
    return first + moment / sum;
  });
  const product = (a: number, b: number) => {
    const [x, y, meanX, meanY] = [pool[a]!, pool[b]!, means[a]!, means[b]!];
    let moment = 0;
    for (let at = 0; at < rows.length; at++) moment += weight[at]! * (x[rows[at]!]! - meanX) * (y[rows[at]!]! - meanY);
    return moment;
  };
  return [pool.map((_, at) => product(at, at)), pairs.map(([a, b]) => product(a, b))];
}

function ratios(pairs: readonly Pair[], squares: ArrayLike<number>, products: ArrayLike<number>): number[] {
  return pairs.map(([a, b], at) => {
    const [xx, yy] = [squares[a]!, squares[b]!];
    return xx > 0 && yy > 0 ? products[at]! / Math.sqrt(xx * yy) : 0;
  });
}

export function inMemory(columns: readonly (readonly Float64Array[])[], pairs: readonly Pair[]): Pooled[] | undefined {
  const sizes = columns.map((sample) => sample[0]!.length);
  const [kinds, jets] = [columns[0]!.length, sizes.reduce((sum, size) => sum + size, 0)];
  const memory = memoryFor([
    8 * kinds,
    8 * pairs.length,
    ...Array<number>(kinds).fill(8 * jets),
    ...sizes.flatMap((size) => [4 * size, 8 * size]),
  ]);
  if (!memory) return undefined;
  const [squares, products] = [memory.take(Float64Array, kinds), memory.take(Float64Array, pairs.length)];
  const pool = columns[0]!.map(() => memory.take(Float64Array, jets));
  const run = memory.run(code(kinds, pairs));
  const [values, stride] = [pool[0]!.byteOffset, pool.length > 1 ? pool[1]!.byteOffset - pool[0]!.byteOffset : 0];
  let first = 0;
  return columns.map((sample, which) => {
    const length = sizes[which]!;
    pool.forEach((into, at) => into.set(sample[at]!, first));
    const rows = memory.take(Int32Array, length);
    for (let row = 0; row < length; row++) rows[row] = first + row;
    const weight = memory.take(Float64Array, length);
    first += length;
    return {
      rows,
      weight,
      correlations() {
        run(
          rows.byteOffset,
          rows.byteOffset + rows.byteLength,
          weight.byteOffset,
          values,
          stride,
          squares.byteOffset,
          products.byteOffset,
        );
        return ratios(pairs, squares, products);
      },
    };
  });
}

/** Every sum in the order of `plainMoments`, so that every bit is the same. */
function code(kinds: number, pairs: readonly Pair[]): WebAssembly.Module {
  const [rows, end, weights, values, stride, squares, products, at, weight, place] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
  const all = Array.from({ length: kinds }, (_, kind) => kind);
  const numbers = 10;
  const [w, sum] = [numbers, numbers + 1];
  const centre = all.map((kind) => numbers + 2 + kind);
  const distance = all.map((kind) => numbers + 2 + kinds + kind);
  const chosen: readonly Pair[] = [...all.map((kind) => [kind, kind] as const), ...pairs];
  const moment = chosen.map((_, one) => numbers + 2 + 2 * kinds + one);
  const [plus, minus, times, over] = [0xa0, 0xa1, 0xa2, 0xa3].map((one) => (x: Code, y: Code) => op(one, x, y)) as [Binary, Binary, Binary, Binary]; // prettier-ignore
  const further = (local: number, by: Code) => set(local, op(0x6a, get(local), by));
  const load = (local: number) => op([0x2b, 3, 0], get(local));
  const add = (into: number, what: Code) => set(into, plus(get(into), what));

  /** What is done with the value of each kind of the row that is next. */
  const eachValue = (work: (kind: number, value: Code) => Code) => [
    ...set(place, op(0x6a, get(values), op(0x74, op([0x28, 2, 0], get(at)), i32(3)))),
    ...all.flatMap((kind) => [...work(kind, load(place)), ...further(place, get(stride))]),
  ];
  const eachRow = (work: (kind: number, value: Code) => Code, after: Code) => [
    ...[...set(at, get(rows)), ...set(weight, get(weights))],
    ...loop(
      [...set(w, load(weight)), ...eachValue(work), ...after, ...further(at, i32(4)), ...further(weight, i32(8))],
      op(0x49, get(at), get(end)),
    ),
  ];
  const store = (begin: number, one: number, local: number) => op([0x39, 3, 8 * one], get(begin), get(local));
  return assembled(
    7,
    [...Array<number>(3).fill(types.i32), ...Array<number>(2 + 2 * kinds + chosen.length).fill(types.f64)],
    [
      ...set(at, get(rows)),
      ...eachValue((kind, value) => set(centre[kind]!, value)),
      ...eachRow(
        (kind, value) => add(moment[kind]!, times(get(w), minus(value, get(centre[kind]!)))),
        add(sum, get(w)),
      ),
      ...all.flatMap((kind) => [
        ...add(centre[kind]!, over(get(moment[kind]!), get(sum))),
        ...set(moment[kind]!, f64(0)),
      ]),
      ...eachRow(
        (kind, value) => set(distance[kind]!, minus(value, get(centre[kind]!))),
        chosen.flatMap(([a, b], one) => add(moment[one]!, times(times(get(w), get(distance[a]!)), get(distance[b]!)))),
      ),
      ...moment.flatMap((local, one) =>
        one < kinds ? store(squares, one, local) : store(products, one - kinds, local),
      ),
    ],
  );
}

type Binary = (x: Code, y: Code) => Code;
