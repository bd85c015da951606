// Elements along axes cut out, split and padded.
import * as tf from '@tensorflow/tfjs-core';
import { OnnxError } from '../errors.ts';
import { sizeOfShape } from '../limits.ts';
import { axesOf, axisOf, type Operator, operator } from '../operator.ts';
import { elementsFor } from '../types.ts';
import { knownIntegers, knownNumber, moved, Value } from '../value.ts';
import { integersOf } from './shape.ts';

function part(x: Value, axis: number, begin: number, size: number): Value {
  if (size === 0) {
    const shape = x.shape.map((extent, index) => (index === axis ? 0 : extent));
    return Value.constant(x.type, shape, elementsFor(x.type, 0));
  }
  return moved([x], ([t]) =>
    tf.slice(
      t!,
      x.shape.map((_, i) => (i === axis ? begin : 0)),
      x.shape.map((extent, i) => (i === axis ? size : extent)),
    ),
  );
}

const split = operator(1, 2, (call, x) => {
  const axis = axisOf(call.attributes.int('axis', 0), x!.rank);
  const extent = x!.shape[axis]!;
  const count = call.attributes.int('num_outputs', call.outputs);
  const piece = Math.ceil(extent / count);
  const even = Array.from({ length: count }, (_, index) => Math.min(piece, extent - index * piece));
  const sizes = integersOf(call, 1, 'split') ?? even;
  if (sizes.some((size) => !(size >= 0)) || sizes.reduce((a, b) => a + b, 0) !== extent)
    throw new OnnxError(`expected parts of ${extent} elements, found [${sizes.join(', ')}]`);
  let begin = 0;
  return sizes.map((size) => part(x!, axis, (begin += size) - size, size));
});

/** Elements along an axis by index, known beforehand. */
export function picked(x: Value, axis: number, indices: readonly number[]): Value {
  const first = indices[0] ?? 0;
  if (indices.every((index, place) => index === first + place)) return part(x, axis, first, indices.length);
  return moved([x], ([t]) => tf.gather(t!, tf.tensor1d(Int32Array.from(indices), 'int32'), axis));
}

/** Ends beyond the tensor mean its end: exporters write the largest int64 there. */
const slice = operator(1, 5, (call, x) => {
  const starts = integersOf(call, 1, 'starts') ?? [];
  const ends = integersOf(call, 2, 'ends') ?? [];
  const axes = axesOf(integersOf(call, 3, 'axes') ?? starts.map((_, axis) => axis), x!.rank);
  const steps = call.inputs[4] ? knownIntegers(call.inputs[4], 'steps') : starts.map(() => 1);
  if (
    ends.length !== starts.length ||
    axes.length !== starts.length ||
    steps.length !== starts.length ||
    steps.includes(0)
  )
    throw new OnnxError('expected as many starts, ends, axes and steps, none of them 0');
  let result = x!;
  axes.forEach((axis, index) => {
    const extent = x!.shape[axis]!;
    const step = steps[index]!;
    const [low, high] = step > 0 ? [0, extent] : [-1, extent - 1];
    const within = (place: number): number => Math.min(Math.max(place < 0 ? place + extent : place, low), high);
    const [start, end] = [within(starts[index]!), within(ends[index]!)];
    const count = Math.max(0, Math.ceil((end - start) / step));
    if (count === extent && step === 1) return;
    result = picked(
      result,
      axis,
      Array.from({ length: count }, (_, place) => start + place * step),
    );
  });
  return result;
});

const pad = operator(1, 4, (call, x) => {
  const { attributes, inputs, opset } = call;
  const mode = attributes.choice('mode', ['constant', 'edge', 'reflect', 'wrap'], 'constant');
  const pads = integersOf(call, 1, 'pads') ?? [];
  const axes = axesOf(inputs[3] ? knownIntegers(inputs[3], 'axes') : x!.shape.map((_, axis) => axis), x!.rank);
  if (pads.length !== 2 * axes.length) throw new OnnxError(`expected ${2 * axes.length} pads, found ${pads.length}`);
  const filling = opset < 11 ? attributes.float('value', 0) : inputs[2] && inputs[2].size > 0 ? inputs[2] : 0;
  const ends = x!.shape.map((_, axis): [number, number] => {
    const at = axes.indexOf(axis);
    return at < 0 ? [0, 0] : [pads[at]!, pads[at + axes.length]!];
  });
  sizeOfShape(
    x!.shape.map((extent, axis) => extent + ends[axis]![0] + ends[axis]![1]),
    'a padded tensor',
  );
  let result = x!;
  ends.forEach(([before, after], axis) => {
    if (before === 0 && after === 0) return;
    // Negative pads cut first, as in ONNX Runtime; what is left is what the other end repeats.
    const [cutBefore, cutAfter] = [Math.max(0, -before), Math.max(0, -after)];
    const extent = x!.shape[axis]! - cutBefore - cutAfter;
    if (cutBefore + cutAfter > 0) result = part(result, axis, cutBefore, extent);
    if (mode === 'constant' || (before <= 0 && after <= 0)) return;
    if (extent < 1) throw new OnnxError(`expected elements to pad with, found none along axis ${axis}`);
    const source = (place: number): number => {
      if (mode === 'edge') return Math.min(Math.max(place, 0), extent - 1);
      if (mode === 'wrap') return ((place % extent) + extent) % extent;
      const period = Math.max(1, 2 * (extent - 1));
      const folded = ((place % period) + period) % period;
      return folded < extent ? folded : period - folded;
    };
    result = picked(
      result,
      axis,
      Array.from({ length: extent + Math.max(0, before) + Math.max(0, after) }, (_, place) =>
        source(place - Math.max(0, before)),
      ),
    );
  });
  return mode === 'constant' ? padded(result, ends, filling) : result;
});

function padded(x: Value, ends: readonly [number, number][], filling: Value | number): Value {
  const pads = ends.map(([before, after]): [number, number] => [Math.max(0, before), Math.max(0, after)]);
  if (pads.every(([before, after]) => before + after === 0)) return x;
  const value = typeof filling === 'number' ? filling : knownNumber(filling, 'padding');
  const t = x.tensor();
  const numbers = t.dtype === 'bool' ? tf.cast(t, 'int32') : t;
  return Value.of(tf.pad(numbers, pads, value), x.type);
}

export const slicing = { Pad: pad, Slice: slice, Split: split } satisfies Record<string, Operator>;
