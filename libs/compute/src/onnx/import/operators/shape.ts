// Shapes: asked for, changed, and elements moved, joined, repeated and chosen.
import * as tf from '@tensorflow/tfjs-core';
import { broadcastShape, spread } from '../../../tensors/broadcast.ts';
import { withoutGradient } from '../../../tensors/without-gradient.ts';
import { OnnxError } from '../errors.ts';
import { sizeOfShape } from '../limits.ts';
import { axesOf, axisOf, type Call, type Operator, operator } from '../operator.ts';
import { elementsOf } from '../types.ts';
import { reshapedRepeated } from '../repeated.ts';
import { expanded, knownIntegers, knownNumber, moved, Value } from '../value.ts';

function reshaped(x: Value, shape: readonly number[]): Value {
  if (!x.isKnown) return Value.of(tf.reshape(x.tensor(), [...shape]), x.type);
  const repeated = x.repeated && reshapedRepeated(x.repeated, x.shape, shape);
  return repeated ? Value.repeated(x.type, shape, repeated) : Value.constant(x.type, shape, x.known!);
}

/** Integers that older opsets have as an attribute and newer ones as an input. */
export function integersOf({ inputs, attributes }: Call, index: number, name: string): number[] | undefined {
  const input = inputs[index];
  if (input) return knownIntegers(input, name);
  const written = attributes.get('ints', name);
  return written && [...written];
}

const reshape = operator(2, 2, ({ attributes }, x, target) => {
  const zeros = attributes.flag('allowzero');
  const shape = knownIntegers(target!, 'shape').map((extent, axis) =>
    extent === 0 && !zeros ? (x!.shape[axis] ?? 0) : extent,
  );
  const known = shape.filter((extent) => extent !== -1);
  const rest = x!.size / sizeOfShape(known, 'a new shape');
  const free = shape.length - known.length;
  if (free > 1 || (free === 1 ? !Number.isInteger(rest) : rest !== 1 && !Number.isNaN(rest)))
    throw new OnnxError(
      `expected a shape for the ${x!.size} elements of [${x!.shape.join(', ')}], found [${shape.join(', ')}]`,
    );
  return reshaped(
    x!,
    shape.map((extent) => (extent === -1 ? rest : extent)),
  );
});

const flatten = operator(1, 1, ({ attributes }, x) => {
  const axis = attributes.int('axis', 1);
  const at = axis === x!.rank ? axis : axisOf(axis, Math.max(1, x!.rank));
  const product = (extents: readonly number[]): number => extents.reduce((a, b) => a * b, 1);
  return reshaped(x!, [product(x!.shape.slice(0, at)), product(x!.shape.slice(at))]);
});

const squeeze = operator(1, 2, (call, x) => {
  const given = integersOf(call, 1, 'axes');
  const axes = given ? axesOf(given, x!.rank) : x!.shape.flatMap((extent, axis) => (extent === 1 ? [axis] : []));
  for (const axis of axes)
    if (x!.shape[axis] !== 1)
      throw new OnnxError(`expected an axis of extent 1, found ${x!.shape[axis]} at axis ${axis}`);
  return reshaped(
    x!,
    x!.shape.filter((_, axis) => !axes.includes(axis)),
  );
});

const unsqueeze = operator(1, 2, (call, x) => {
  const given = integersOf(call, 1, 'axes') ?? [];
  const rank = x!.rank + given.length;
  const axes = axesOf(given, rank);
  const rest = [...x!.shape];
  return reshaped(
    x!,
    Array.from({ length: rank }, (_, axis) => (axes.includes(axis) ? 1 : rest.shift()!)),
  );
});

const transpose = operator(1, 1, ({ attributes }, x) => {
  const order = attributes.get('ints', 'perm') ?? x!.shape.map((_, axis) => x!.rank - 1 - axis);
  if (order.length !== x!.rank)
    throw new OnnxError(`expected an order of ${x!.rank} axes, found [${order.join(', ')}]`);
  const axes = axesOf(order, x!.rank);
  return moved([x!], ([t]) => tf.transpose(t!, axes));
});

const shapeOf = operator(1, 1, ({ attributes }, x) => {
  const end = attributes.get('int', 'end');
  return Value.integers(x!.shape.slice(attributes.int('start', 0), end));
});

const tile = operator(2, 2, (_, x, times) => {
  const repeats = knownIntegers(times!, 'repeats');
  if (repeats.length !== x!.rank) throw new OnnxError(`expected ${x!.rank} repeats, found ${repeats.length}`);
  const shape = x!.shape.map((extent, axis) => extent * repeats[axis]!);
  sizeOfShape(shape, 'a tensor made larger');
  const [apart, wide] = [
    x!.shape.flatMap((extent) => [1, extent]),
    x!.shape.flatMap((extent, axis) => [repeats[axis]!, extent]),
  ];
  return moved([x!], ([t]) => tf.reshape(spread(tf.reshape(t!, apart), wide), shape));
});

const sameBefore = (a: Value, b: Value): boolean => a.shape.slice(0, -1).join() === b.shape.slice(0, -1).join();

const concat = operator(1, Infinity, ({ attributes }, ...inputs) => {
  const axis = axisOf(attributes.required('int', 'axis'), inputs[0]!.rank);
  if (inputs.some(({ rank }) => rank !== inputs[0]!.rank)) throw new OnnxError('expected inputs of one rank');
  const filled = inputs.filter(({ size }) => size > 0);
  if (filled.length === 0) return inputs[0]!;
  if (
    axis === filled[0]!.rank - 1 &&
    filled.every(
      (one) => one.isKnown && one.type === filled[0]!.type && one.shape[axis] === 1 && sameBefore(one, filled[0]!),
    )
  )
    return filled.length === 1 ? filled[0]! : Value.ofColumns(filled);
  return filled.length === 1 ? filled[0]! : moved(filled, (tensors) => tf.concat(tensors, axis));
});

/** Chooses between two values of one type; the gradient of each is 0 where the other was chosen. */
export function choose(condition: tf.Tensor, a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  if (a.dtype !== 'float32') return withoutGradient(() => tf.where(condition, a, b));
  return tf.customGrad((...given) => {
    const [x, y, save] = given as [tf.Tensor, tf.Tensor, tf.GradSaveFunc];
    save([condition]);
    return {
      value: tf.where(condition, x, y),
      gradFunc: (dy: tf.Tensor, [chosen]: tf.Tensor[]) => {
        const zero = tf.zerosLike(dy);
        return [tf.where(chosen!, dy, zero), tf.where(chosen!, zero, dy)];
      },
    };
  })(a, b);
}

const where = operator(3, 3, (_, condition, a, b) => {
  const shape = broadcastShape([condition!.shape, a!.shape, b!.shape]);
  if (condition!.type !== 'bool' || a!.type !== b!.type)
    throw new OnnxError(
      `expected truth values and two inputs of one type, found ${condition!.type}, ${a!.type}, ${b!.type}`,
    );
  if (condition!.isKnown) {
    // What is not chosen anywhere need not be known.
    const told = condition!.repeated?.elements ?? condition!.known!;
    if (told.every((truth) => truth === told[0])) return expanded(told[0] ? a! : b!, shape);
    return moved([expanded(a!, shape), expanded(b!, shape)], ([x, y]) =>
      tf.where(spread(condition!.tensor(), shape), x!, y!),
    );
  }
  return Value.of(
    choose(spread(condition!.tensor(), shape), spread(a!.tensor(), shape), spread(b!.tensor(), shape)),
    a!.type,
  );
});

/** Blocks of the channels moved into space, or back. */
const blocks = (toSpace: boolean): Operator =>
  operator(1, 1, ({ attributes }, x) => {
    const block = attributes.required('int', 'blocksize');
    const depthFirst = toSpace && attributes.choice('mode', ['DCR', 'CRD'], 'DCR') === 'CRD';
    const [n, c, h, w] = x!.shape as [number, number, number, number];
    return moved([x!], ([t]) => {
      if (!toSpace)
        return tf.reshape(
          tf.transpose(tf.reshape(t!, [n, c, h / block, block, w / block, block]), [0, 3, 5, 1, 2, 4]),
          [n, c * block * block, h / block, w / block],
        );
      const deep = c / block ** 2;
      const apart = tf.reshape(t!, depthFirst ? [n, deep, block, block, h, w] : [n, block, block, deep, h, w]);
      const order = depthFirst ? [0, 1, 4, 2, 5, 3] : [0, 3, 4, 1, 5, 2];
      return tf.reshape(tf.transpose(apart, order), [n, deep, h * block, w * block]);
    });
  });

const trilu = operator(1, 2, ({ attributes, inputs }, x) => {
  const upper = attributes.flag('upper', true);
  const shift = inputs[1] ? knownNumber(inputs[1], 'diagonal') : 0;
  const [rows, columns] = x!.shape.slice(-2) as [number, number];
  if (x!.rank < 2) throw new OnnxError(`expected matrices, found rank ${x!.rank}`);
  if (x!.size === 0) return x!;
  const kept = Array.from({ length: rows * columns }, (_, place) => {
    const [row, column] = [Math.floor(place / columns), place % columns];
    return Number(upper ? column - row >= shift : column - row <= shift);
  });
  if (x!.known) {
    const elements = x!.known.slice();
    for (let place = 0; place < elements.length; place++)
      if (!kept[place % kept.length]) elements[place] = elements instanceof BigInt64Array ? 0n : 0;
    return Value.constant(x!.type, x!.shape, elements);
  }
  const mask = tf.tensor(Uint8Array.from(kept), [rows, columns], 'bool');
  const t = x!.tensor();
  return Value.of(choose(spread(mask, t.shape), t, tf.zerosLike(t)), x!.type);
});

export const shaping = {
  Concat: concat,
  DepthToSpace: blocks(true),
  Expand: operator(2, 2, (_, x, shape) => expanded(x!, knownIntegers(shape!, 'shape'))),
  Flatten: flatten,
  Identity: operator(1, 1, (_, x) => x!),
  Reshape: reshape,
  Shape: shapeOf,
  Size: operator(1, 1, (_, x) => Value.constant('int64', [], elementsOf('int64', [BigInt(x!.size)]))),
  SpaceToDepth: blocks(false),
  Squeeze: squeeze,
  Tile: tile,
  Transpose: transpose,
  Trilu: trilu,
  Unsqueeze: unsqueeze,
  Where: where,
} satisfies Record<string, Operator>;
