// The runtime evaluates depth first from the outputs: all blocks of one weight gradient, then all of the next, each time
// with what a block needs gone from the cache. Here a block begins when all that the block before it adds to sums is known,
// so that every block goes its whole way back at once.
import type { Builder } from '../builder.ts';
import { reachable, type Value } from '../graph.ts';

/**
 * The same outputs, bit for bit.
 *
 * @param terms what each block adds to sums over all of them, in the order of layers on the way back; blocks that do not
 *   begin with a gather of their own stay as they are
 */
export function inBlockOrder(
  build: Builder,
  outputs: Record<string, Value>,
  terms: readonly (readonly Value[])[],
): Record<string, Value> {
  const own = exclusive(terms.map((of) => new Set(reachable(of))));
  const starts = own.map((values) => [...values].filter((value) => isStart(value, values)));
  if (starts.some((of) => of.length === 0)) return outputs;

  const made = new Map<Value, Value>();
  const make = (value: Value, changed?: Value): void => {
    const { origin } = value;
    if (origin.kind !== 'node') return;
    const inputs = origin.inputs.map((input, at) => (at === 1 && changed) || (input && (made.get(input) ?? input)));
    if (inputs.some((input, at) => input !== origin.inputs[at]))
      made.set(value, build.graph.node(origin.op, inputs, value.shape, value.type, origin.attributes, origin.domain));
  };
  own.forEach((values, block) => {
    const done = block > 0 ? terms[block - 1]!.map((term) => made.get(term) ?? term) : [];
    for (const value of [...values].sort((a, b) => a.id - b.id))
      if (done.length > 0 && starts[block]!.includes(value)) make(value, after(build, indexOf(value), done));
      else make(value);
  });
  const all = new Set(own.flatMap((values) => [...values]));
  for (const value of reachable(Object.values(outputs))) if (!all.has(value)) make(value);
  return Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, made.get(value) ?? value]));
}

/** Of each set what no other has. */
function exclusive(sets: readonly Set<Value>[]): Set<Value>[] {
  const count = new Map<Value, number>();
  for (const set of sets) for (const value of set) count.set(value, (count.get(value) ?? 0) + 1);
  return sets.map((set) => new Set([...set].filter((value) => count.get(value) === 1)));
}

/** Whether a block begins with this gather: what it takes from is not the block's own. */
function isStart({ origin }: Value, own: ReadonlySet<Value>): boolean {
  return origin.kind === 'node' && origin.op === 'Gather' && !own.has(origin.inputs[0]!);
}

function indexOf({ origin }: Value): Value {
  if (origin.kind !== 'node') throw new Error('internal: expected a gather');
  return origin.inputs[1]!;
}

/**
 * An index as it is, once other values are known: their sizes, which the runtime does not fold, come to nothing.
 *
 * Of the inputs of an operator it goes to the newest first. That is to be the last layer, so that masks, the last use of
 * a layer's activations, come after the product with them and are written in their place.
 */
function after(build: Builder, index: Value, done: readonly Value[]): Value {
  const sizes = done.toReversed().map((value) => build.graph.node('Size', [value], [], 'int64'));
  const largest = Math.max(...done.map(({ shape }) => shape.reduce((a, b) => a * b, 1)));
  const size = sizes.length > 1 ? build.graph.node('Max', sizes, [], 'int64') : sizes[0]!;
  const nothing = build.sub(size, build.fill(largest, [], 'int64'));
  return build.add(index, build.cast(nothing, index.type));
}
