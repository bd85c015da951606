// The vocabulary in which the kernels are written: ONNX operators with their shapes, and what is folded on the way.
import * as tf from '@tensorflow/tfjs-core';
import { Graph, type Attributes, type ElementType, type Elements, type Value } from './graph.ts';

const typeCode: Record<ElementType, number> = { float32: 1, int32: 6, int64: 7, bool: 9, float64: 11 };

const same = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((extent, axis) => extent === b[axis]);

export const broadcastShape = (a: readonly number[], b: readonly number[]): number[] =>
  tf.backend_util.assertAndGetBroadcastShape([...a], [...b]);

/** The operator and inputs of a node, if `value` is made by one called `op`. */
function made(value: Value, op: string): { inputs: readonly Value[]; attributes: Attributes } | undefined {
  const { origin } = value;
  return origin.kind === 'node' && origin.op === op && origin.domain === ''
    ? { inputs: origin.inputs as readonly Value[], attributes: origin.attributes }
    : undefined;
}

const isFill = (value: Value, number: number): boolean =>
  value.origin.kind === 'fill' && Object.is(value.origin.value, number);

export class Builder {
  constructor(readonly graph = new Graph()) {}

  fill(value: number, shape: readonly number[] = [], type: ElementType = 'float32'): Value {
    return this.graph.fill(value, shape, type);
  }

  data(data: Elements, shape: readonly number[], type: ElementType): Value {
    return this.graph.data(data, shape, type);
  }

  /** An operator that acts on every element by itself. */
  unary(op: string, x: Value, type: ElementType = x.type, attributes: Attributes = {}): Value {
    return this.graph.node(op, [x], x.shape, type, attributes);
  }

  /** An operator that broadcasts, as TensorFlow.js and ONNX both do. */
  broadcast(op: string, inputs: readonly Value[], type: ElementType, attributes: Attributes = {}): Value {
    const shape = inputs.map((value) => value.shape).reduce(broadcastShape);
    return this.graph.node(op, this.narrow(inputs, shape), shape, type, attributes);
  }

  binary(op: string, a: Value, b: Value, type: ElementType = a.type, attributes: Attributes = {}): Value {
    return this.broadcast(op, [a, b], type, attributes);
  }

  /**
   * Takes back broadcasts that the operator does by itself: constants of one value become scalars and Expand is left
   * out, as long as the inputs that remain still span the result.
   */
  private narrow(inputs: readonly Value[], shape: readonly number[]): Value[] {
    const narrowed = [...inputs];
    inputs.forEach((value, position) => {
      const smaller =
        value.origin.kind === 'fill' && value.shape.length > 0
          ? this.fill(value.origin.value, [], value.type)
          : made(value, 'Expand')?.inputs[0];
      if (!smaller) return;
      const candidate = narrowed.map((other, index) => (index === position ? smaller : other));
      if (same(candidate.map((other) => other.shape).reduce(broadcastShape), shape)) narrowed[position] = smaller;
    });
    return narrowed;
  }

  add(a: Value, b: Value): Value {
    return this.binary('Add', a, b);
  }

  sub(a: Value, b: Value): Value {
    return this.binary('Sub', a, b);
  }

  /** Multiplying by one is left out, and so is the pass over memory that it costs. */
  mul(a: Value, b: Value): Value {
    const shape = broadcastShape(a.shape, b.shape);
    if (isFill(b, 1)) return this.expand(a, shape);
    if (isFill(a, 1)) return this.expand(b, shape);
    return this.binary('Mul', a, b);
  }

  div(a: Value, b: Value): Value {
    return isFill(b, 1) ? this.expand(a, broadcastShape(a.shape, b.shape)) : this.binary('Div', a, b);
  }

  compare(op: 'Equal' | 'Greater' | 'GreaterOrEqual' | 'Less' | 'LessOrEqual', a: Value, b: Value): Value {
    const numbers = op !== 'Equal' && a.type === 'bool' ? [this.cast(a, 'int32'), this.cast(b, 'int32')] : [a, b];
    return this.broadcast(op, numbers, 'bool');
  }

  not(x: Value): Value {
    return this.unary('Not', x);
  }

  and(...conditions: Value[]): Value {
    return conditions.reduce((a, b) => this.binary('And', a, b, 'bool'));
  }

  or(...conditions: Value[]): Value {
    return conditions.reduce((a, b) => this.binary('Or', a, b, 'bool'));
  }

  where(condition: Value, then: Value, otherwise: Value): Value {
    // The runtime chooses between numbers only.
    if (then.type === 'bool') return this.or(this.and(condition, then), this.and(this.not(condition), otherwise));
    return this.broadcast('Where', [condition, then, otherwise], then.type);
  }

  isNaN(x: Value): Value {
    return this.unary('IsNaN', x, 'bool');
  }

  isInfinite(x: Value): Value {
    return this.unary('IsInf', x, 'bool');
  }

  /** A bare conversion; what TensorFlow.js makes of NaN and of large numbers is in the Cast kernel. */
  cast(x: Value, type: ElementType): Value {
    if (x.type === type) return x;
    if (x.origin.kind === 'fill' && type !== 'bool' && Number.isInteger(x.origin.value))
      return this.fill(x.origin.value, x.shape, type);
    return this.unary('Cast', x, type, { to: typeCode[type] });
  }

  reshape(x: Value, shape: readonly number[]): Value {
    if (same(x.shape, shape)) return x;
    if (x.origin.kind === 'fill') return this.fill(x.origin.value, shape, x.type);
    const inner = made(x, 'Reshape');
    if (inner) return this.reshape(inner.inputs[0]!, shape);
    return this.graph.node('Reshape', [x, this.graph.integers(shape)], shape, x.type);
  }

  expand(x: Value, shape: readonly number[]): Value {
    if (same(x.shape, shape)) return x;
    if (x.origin.kind === 'fill') return this.fill(x.origin.value, shape, x.type);
    return this.graph.node('Expand', [x, this.graph.integers(shape)], shape, x.type);
  }

  transpose(x: Value, permutation: readonly number[]): Value {
    if (permutation.every((from, to) => from === to)) return x;
    const shape = permutation.map((axis) => x.shape[axis]!);
    const moved = permutation.filter((axis) => x.shape[axis] !== 1);
    if (moved.every((axis, index) => index === 0 || axis > moved[index - 1]!)) return this.reshape(x, shape);
    const inner = made(x, 'Transpose');
    if (inner) {
      const first = inner.attributes.perm as readonly number[];
      return this.transpose(
        inner.inputs[0]!,
        permutation.map((axis) => first[axis]!),
      );
    }
    return this.graph.node('Transpose', [x], shape, x.type, { perm: permutation });
  }

  concat(values: readonly Value[], axis: number): Value {
    if (values.length === 1) return values[0]!;
    const parts = values.flatMap((value) => {
      const inner = made(value, 'Concat');
      return inner?.attributes.axis === axis ? inner.inputs : [value];
    });
    if (parts.length > values.length) return this.concat(parts, axis);
    const shape = values[0]!.shape.map((extent, index) =>
      index === axis ? values.reduce((sum, value) => sum + value.shape[axis]!, 0) : extent,
    );
    return this.graph.node('Concat', values, shape, values[0]!.type, { axis });
  }

  /** `size` elements along every axis from `begin`, every `stride`th of them; strides may be negative. */
  slice(
    x: Value,
    begin: readonly number[],
    size: readonly number[],
    strides: readonly number[] = begin.map(() => 1),
  ): Value {
    const axes = x.shape.map((_, axis) => axis).filter((axis) => size[axis] !== x.shape[axis] || strides[axis]! < 0);
    if (axes.length === 0) return x;
    if (x.origin.kind === 'fill') return this.fill(x.origin.value, size, x.type);
    const ends = axes.map((axis) => {
      const end = begin[axis]! + size[axis]! * strides[axis]!;
      return end < 0 ? Number.MIN_SAFE_INTEGER : end;
    });
    const inputs = [x, this.graph.integers(axes.map((axis) => begin[axis]!)), this.graph.integers(ends)];
    inputs.push(this.graph.integers(axes), this.graph.integers(axes.map((axis) => strides[axis]!)));
    return this.graph.node('Slice', inputs, size, x.type);
  }

  /** An ONNX reduction; the axes are given in the way that opset 18 has for all of them. */
  reduce(op: string, x: Value, axes: readonly number[], keep: boolean): Value {
    const kept = x.shape.map((extent, axis) => (axes.includes(axis) ? 1 : extent));
    const shape = keep ? kept : x.shape.filter((_, axis) => !axes.includes(axis));
    if (axes.every((axis) => x.shape[axis] === 1)) return this.reshape(x, shape);
    // Where TensorFlow.js takes a repetition back there are many axes of extent 1, which the runtime is slow at.
    if (x.shape.length > 4) {
      const few = mergedAxes(x.shape, axes);
      if (few.shape.length < x.shape.length)
        return this.reshape(this.reduce(op, this.reshape(x, few.shape), few.axes, false), shape);
    }
    return this.graph.node(op, [x, this.graph.integers(axes)], shape, x.type, { keepdims: keep ? 1 : 0 });
  }

  /** Rows by index along an axis; `index` is int32 of any rank. */
  gather(x: Value, index: Value, axis: number): Value {
    const shape = [...x.shape.slice(0, axis), ...index.shape, ...x.shape.slice(axis + 1)];
    return this.graph.node('Gather', [x, index], shape, x.type, { axis });
  }
}

/** A shape without axes of extent 1, neighbours that are both reduced or both kept made one. */
function mergedAxes(shape: readonly number[], axes: readonly number[]): { shape: number[]; axes: number[] } {
  const merged: { extent: number; reduced: boolean }[] = [];
  shape.forEach((extent, axis) => {
    if (extent === 1) return;
    const reduced = axes.includes(axis);
    const last = merged.at(-1);
    if (last?.reduced === reduced) last.extent *= extent;
    else merged.push({ extent, reduced });
  });
  return {
    shape: merged.map(({ extent }) => extent),
    axes: merged.flatMap(({ reduced }, axis) => (reduced ? [axis] : [])),
  };
}
