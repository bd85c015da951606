// Cuts layers that act on thousands of rows into blocks of rows. A block of activations stays in a core's own cache
// between the matrix product and what follows it, where the whole [rows, features] would go to memory and back.
// Row sums (weight and bias gradients) become sums over blocks; nothing else changes.
import type { Builder } from '../builder.ts';
import { reachable, type Value } from '../graph.ts';
import { inBlockOrder } from './block-order.ts';

/** Fewer rows than this are left whole. */
const many = 2048;
/** Rows of a block at least, and numbers in a block of its widest layer: float32, half a MiB. */
const block = { rows: 512, numbers: 512 * 256 };
/** Entries of a weight matrix from which on a product is worth it. */
const worthwhile = 4096;

const elementwise = new Set(
  'Abs Add And Cast Div Equal Erf Exp Greater GreaterOrEqual HardSigmoid IsInf IsNaN Less LessOrEqual Log Max Min Mul Neg Not Or Relu Sign Sqrt Sub Tanh Where'.split(
    ' ',
  ),
);

type Outputs = Record<string, Value>;

/** The same outputs, computed in blocks of rows where there are many. */
export function inRowBlocks(build: Builder, outputs: Outputs): Outputs {
  /** Number of rows -> units or inputs of the widest layer on so many. */
  const widths = new Map<number, number>();
  for (const value of reachable(Object.values(outputs))) {
    const { origin } = value;
    if (origin.kind !== 'node' || origin.op !== 'Gemm' || origin.attributes.transA !== 0) continue;
    const [rows, weights] = [value.shape[0]!, origin.inputs[1]!.shape];
    if (rows < many || weights[0]! * weights[1]! < worthwhile) continue;
    widths.set(rows, Math.max(widths.get(rows) ?? 0, ...weights));
  }
  let current = outputs;
  for (const [rows, width] of widths) {
    const count = Math.round(rows / Math.max(block.rows, block.numbers / width));
    if (count > 1) current = new Blocks(build, rows, count).rewrite(current);
  }
  return current;
}

class Blocks {
  private readonly wholes = new Map<Value, Value>();
  private readonly pieces = new Map<Value, Value[]>();
  private readonly bounds: [begin: number, size: number][] = [];
  /** What each block adds to sums over all rows. */
  private readonly terms: Value[][] = [];

  constructor(
    private readonly build: Builder,
    private readonly rows: number,
    count: number,
  ) {
    for (let i = 0, begin = 0; i < count; i++) {
      const end = i + 1 === count ? rows : Math.ceil(((i + 1) * rows) / count / 64) * 64;
      this.bounds.push([begin, end - begin]);
      begin = end;
      this.terms.push([]);
    }
  }

  rewrite(outputs: Outputs): Outputs {
    // In an order of evaluation, so that the recursion below never goes deep.
    for (const value of reachable(Object.values(outputs)))
      if (this.isCut(value)) this.parts(value);
      else this.whole(value);
    const cut = Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, this.whole(value)]));
    return inBlockOrder(this.build, cut, this.terms);
  }

  private hasRows(value: Value): boolean {
    return value.shape.length === 2 && value.shape[0] === this.rows;
  }

  /** Whether every row of the value comes from the same row of its inputs, by an operator that can take a part. */
  private isCut(value: Value): boolean {
    const { origin } = value;
    if (origin.kind !== 'node' || !this.hasRows(value)) return false;
    const [first, second] = origin.inputs;
    if (origin.op === 'Gemm') return origin.attributes.transA === 0 && this.hasRows(first!);
    if (origin.op === 'Gather') return origin.attributes.axis === 0 && second!.shape.length === 1;
    return elementwise.has(origin.op) && origin.inputs.some((input) => this.hasRows(input!));
  }

  private parts(value: Value): Value[] {
    let parts = this.pieces.get(value);
    if (!parts) {
      parts = this.isCut(value)
        ? this.bounds.map((_, index) => this.part(value, index))
        : this.sliced(this.whole(value));
      this.pieces.set(value, parts);
    }
    return parts;
  }

  private part(value: Value, index: number): Value {
    const { origin } = value;
    if (origin.kind !== 'node') throw new Error('internal: only operators are cut into blocks');
    const cut = (input: Value, position: number): boolean =>
      origin.op === 'Gather' ? position === 1 : this.hasRows(input) && (origin.op !== 'Gemm' || position === 0);
    const inputs = origin.inputs.map(
      (input, position) => input && (cut(input, position) ? this.parts(input)[index]! : this.whole(input)),
    );
    const shape = [this.bounds[index]![1], value.shape[1]!];
    return this.build.graph.node(origin.op, inputs, shape, value.type, origin.attributes, origin.domain);
  }

  private sliced(whole: Value): Value[] {
    return this.bounds.map(([begin, size]) =>
      this.build.slice(
        whole,
        whole.shape.map((_, axis) => (axis === 0 ? begin : 0)),
        whole.shape.map((extent, axis) => (axis === 0 ? size : extent)),
      ),
    );
  }

  private whole(value: Value): Value {
    let whole = this.wholes.get(value);
    if (!whole) {
      whole = this.isCut(value) ? this.build.concat(this.parts(value), 0) : (this.summed(value) ?? this.copied(value));
      this.wholes.set(value, whole);
    }
    return whole;
  }

  private copied(value: Value): Value {
    const { origin } = value;
    if (origin.kind !== 'node') return value;
    const inputs = origin.inputs.map((input) => input && this.whole(input));
    if (inputs.every((input, index) => input === origin.inputs[index])) return value;
    if (origin.op === 'Concat') return this.build.concat(inputs as Value[], origin.attributes.axis as number);
    return this.build.graph.node(origin.op, inputs, value.shape, value.type, origin.attributes, origin.domain);
  }

  /** aᵀ·b over the rows, or ones·b: the sum of the same over the blocks; rows added up by their indices: block after block. */
  private summed(value: Value): Value | undefined {
    const { origin } = value;
    if (origin.kind !== 'node') return undefined;
    const [a, b, bias] = origin.inputs;
    if (origin.op === 'ScatterND' && 'reduction' in origin.attributes && this.hasRows(bias!) && this.isCut(bias!)) {
      const [indices, updates] = [this.parts(b!), this.parts(bias!)];
      const add = (sums: Value, index: number) =>
        this.build.graph.node(
          origin.op,
          [sums, indices[index]!, updates[index]!],
          value.shape,
          value.type,
          origin.attributes,
        );
      return this.bounds.reduce((sums, _, index) => add(sums, index), this.whole(a!));
    }
    const { transA, transB } = origin.attributes;
    const gradient =
      origin.op === 'Gemm' && transA === 1 && transB === 0 && !bias && this.hasRows(a!) && this.hasRows(b!);
    const ones = origin.op === 'MatMul' && a!.origin.kind === 'fill' && a!.shape.length === 2 && this.hasRows(b!);
    if (!(gradient || ones) || !this.isCut(b!)) return undefined;
    const terms = this.bounds.map(([, size], index) => {
      const right = this.parts(b!)[index]!;
      return ones
        ? this.build.graph.node('MatMul', [this.build.fill(1, [1, size]), right], value.shape, 'float32')
        : this.build.graph.node('Gemm', [this.parts(a!)[index]!, right], value.shape, 'float32', origin.attributes);
    });
    terms.forEach((term, index) => this.terms[index]!.push(term));
    return this.build.graph.node('Sum', terms, value.shape, value.type);
  }
}
