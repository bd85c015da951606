// Largest and mean of windows, and their slopes. A slope of the largest goes to its first place, as in TensorFlow.js;
// that of a mean is shared by the places that were counted, which padding is not.
import { UnsupportedKernelError } from '../../errors.ts';
import type { Builder } from '../builder.ts';
import type { Value } from '../graph.ts';
import type { Kernel, KernelTable } from '../kernel.ts';
import { addRows } from './gather.ts';
import { pad } from './shape.ts';
import {
  channelsFirst,
  channelsLast,
  cropped,
  placement,
  poolWindows,
  type WindowAttributes,
  type Windows,
} from './windows.ts';

const product = (extents: readonly number[]): number => extents.reduce((a, b) => a * b, 1);

/** The runtime takes a pad only if it is smaller than the window. */
const padsFit = ({ before, after, kernel }: Windows): boolean =>
  kernel.every((extent, axis) => before[axis]! < extent && after[axis]! < extent);

/** `[batch, channels, ...spatial]` with a constant around. */
function padded(build: Builder, planes: Value, { before, after }: Windows, constant: number): Value {
  const paddings = [[0, 0], [0, 0], ...before.map((extent, axis) => [extent, after[axis]!])] as [number, number][];
  return pad(build, planes, paddings, constant);
}

/** ONNX pools floats alone; float64 holds every int32. */
const floating = (build: Builder, x: Value): Value => (x.type === 'float32' ? x : build.cast(x, 'float64'));

function pool(build: Builder, op: 'MaxPool' | 'AveragePool', x: Value, windows: Windows): Value {
  const input = channelsFirst(build, floating(build, x), windows.first);
  const attributes = { ...placement(windows), kernel_shape: windows.kernel };
  const shape = [x.shape[0]!, windows.inChannels, ...windows.outputs];
  const pooled = padsFit(windows)
    ? build.graph.node(op, [input], shape, input.type, attributes)
    : build.reshape(poolOfElements(build, op, floating(build, x), windows), shape);
  return channelsLast(build, build.cast(pooled, x.type), windows.first);
}

/** For windows that lie in the padding altogether: -∞, 0/0, or 0 in three dimensions, as TensorFlow.js has them. */
function poolOfElements(build: Builder, op: 'MaxPool' | 'AveragePool', x: Value, windows: Windows): Value {
  const { found } = elementsOfWindows(build, x, windows, op === 'MaxPool' ? -Infinity : 0);
  if (op === 'MaxPool') return build.reduce('ReduceMax', found, [2], false);
  const counts = counted(windows).map((count) => (windows.kernel.length === 3 ? Math.max(count, 1) : count));
  return build.div(build.reduce('ReduceSum', found, [2], false), build.data(counts, [counts.length], 'float32'));
}

const pooling =
  (op: 'MaxPool' | 'AveragePool'): Kernel =>
  ({ build, inputs: { x }, attributes, kernel }) => {
    if (op === 'AveragePool' && x!.type !== 'float32')
      throw new UnsupportedKernelError(kernel, `its input is ${x!.type}`);
    return pool(build, op, x!, poolWindows(x!.shape, attributes as WindowAttributes));
  };

/** Places of the windows' elements in the padded input, `[elements of a window, windows]`, row-major. */
function places({ outputs, kernel, strides, dilations }: Windows, extents: readonly number[]): Int32Array {
  const [elements, windows] = [product(kernel), product(outputs)];
  const table = new Int32Array(elements * windows);
  for (let element = 0; element < elements; element++)
    for (let window = 0; window < windows; window++) {
      let [place, scale, e, w] = [0, 1, element, window];
      for (let axis = kernel.length - 1; axis >= 0; axis--) {
        const [offset, position] = [e % kernel[axis]!, w % outputs[axis]!];
        place += (position * strides[axis]! + offset * dilations[axis]!) * scale;
        scale *= extents[axis]!;
        e = Math.floor(e / kernel[axis]!);
        w = Math.floor(w / outputs[axis]!);
      }
      table[element * windows + window] = place;
    }
  return table;
}

/** The padded extents, the places in them, and x there: `[batch, channels, elements, windows]`. */
function elementsOfWindows(build: Builder, x: Value, windows: Windows, around = -Infinity) {
  const { inputs, outputs, kernel, before, after, first, inChannels } = windows;
  const extents = inputs.map((extent, axis) => extent + before[axis]! + after[axis]!);
  const whole = padded(build, channelsFirst(build, x, first), windows, around);
  const flat = build.reshape(whole, [x.shape[0]!, inChannels, product(extents)]);
  const table = places(windows, extents);
  const index = build.data(table, [product(kernel), product(outputs)], 'int32');
  return { extents, table, found: build.gather(flat, index, 2) };
}

/** Which element of each window is the first largest, `[batch, channels, windows]`; NaN never is. */
function firstLargest(build: Builder, found: Value): Value {
  const shape = [...found.shape.slice(0, 2), found.shape[3]!];
  const clean = build.where(build.isNaN(found), build.fill(-Infinity), found);
  return build.cast(build.graph.node('ArgMax', [clean], shape, 'int64', { axis: 2, keepdims: 0 }), 'int32');
}

const largestSlope: Kernel = ({ build, inputs: { dy, input }, attributes }) => {
  const windows = poolWindows(input!.shape, attributes as WindowAttributes);
  const { extents, table, found } = elementsOfWindows(build, build.cast(input!, 'float32'), windows);
  const [batch, channels, elements, count] = found.shape as [number, number, number, number];
  const winner = build.reshape(firstLargest(build, found), [batch, channels, 1, count]);
  const numbers = build.data(
    Int32Array.from({ length: elements }, (_, element) => element),
    [elements, 1],
    'int32',
  );
  const slope = build.reshape(channelsFirst(build, dy!, windows.first), [batch, channels, 1, count]);
  const parts = build.where(build.compare('Equal', winner, numbers), slope, build.fill(0));
  const rows = build.reshape(build.transpose(parts, [2, 3, 0, 1]), [elements * count, batch, channels]);
  const sums = addRows(build, build.data(table, [table.length, 1], 'int32'), rows, [product(extents), batch, channels]);
  const planes = build.reshape(build.transpose(sums, [1, 2, 0]), [batch, channels, ...extents]);
  return channelsLast(build, cropped(build, planes, windows.before, windows.inputs), windows.first);
};

/** How many elements of each window are not padding, `[...outputs]`. */
function counted({ inputs, outputs, kernel, strides, dilations, before }: Windows): Float32Array {
  const along = outputs.map((extent, axis) =>
    Array.from({ length: extent }, (_, window) => {
      let count = 0;
      for (let element = 0; element < kernel[axis]!; element++) {
        const place = window * strides[axis]! - before[axis]! + element * dilations[axis]!;
        if (place >= 0 && place < inputs[axis]!) count++;
      }
      return count;
    }),
  );
  return Float32Array.from(along.reduce((table, counts) => table.flatMap((a) => counts.map((b) => a * b)), [1]));
}

const meanSlope: Kernel = ({ build, inputs: { dy, input }, attributes }) => {
  const windows = poolWindows(input!.shape, attributes as WindowAttributes);
  const { outputs, kernel: extent, strides, dilations, before, inputs, first, inChannels } = windows;
  const planes = input!.shape[0]! * inChannels;
  const share = build.div(channelsFirst(build, dy!, first), build.data(counted(windows), outputs, 'float32'));
  const whole = outputs.map((size, axis) => (size - 1) * strides[axis]! + (extent[axis]! - 1) * dilations[axis]! + 1);
  const operands = [build.reshape(share, [planes, 1, ...outputs]), build.fill(1, [1, 1, ...extent])];
  const attributes_ = { strides, dilations, pads: whole.flatMap(() => [0, 0]) };
  const spread = build.graph.node('ConvTranspose', operands, [planes, 1, ...whole], 'float32', attributes_);
  const slopes = cropped(build, spread, before, inputs);
  return channelsLast(build, build.reshape(slopes, [input!.shape[0]!, inChannels, ...inputs]), first);
};

/** The largest of every window, and its place in the flattened input. */
const withPlaces: Kernel = ({ build, inputs: { x }, attributes }) => {
  const windows = poolWindows(x!.shape, attributes as WindowAttributes);
  const { inputs, outputs, inChannels } = windows;
  const { extents, table, found } = elementsOfWindows(build, build.cast(x!, 'float32'), windows);
  const count = product(outputs);
  // From a place in the padded input to one in the input; padding never wins against a number.
  const origin = Int32Array.from(table, (place) => {
    let [rest, scale, result] = [place, 1, 0];
    for (let axis = inputs.length - 1; axis >= 0; axis--) {
      const position = Math.min(inputs[axis]! - 1, Math.max(0, (rest % extents[axis]!) - windows.before[axis]!));
      result += position * scale;
      scale *= inputs[axis]!;
      rest = Math.floor(rest / extents[axis]!);
    }
    return result;
  });
  const winner = firstLargest(build, found);
  const windowNumbers = build.data(
    Int32Array.from({ length: count }, (_, window) => window),
    [count],
    'int32',
  );
  const entry = build.add(build.mul(winner, build.fill(count, [], 'int32')), windowNumbers);
  const place = build.gather(build.data(origin, [origin.length], 'int32'), entry, 0);
  const channel = build.data(
    Int32Array.from({ length: inChannels }, (_, index) => index),
    [inChannels, 1],
    'int32',
  );
  const flat = build.add(build.mul(place, build.fill(inChannels, [], 'int32')), channel);
  const image = product(inputs) * inChannels;
  const batch = build.data(
    Int32Array.from({ length: x!.shape[0]! }, (_, index) => (attributes.includeBatchInIndex ? index * image : 0)),
    [x!.shape[0]!, 1, 1],
    'int32',
  );
  const indices = build.reshape(build.add(flat, batch), [x!.shape[0]!, inChannels, ...outputs]);
  return [pool(build, 'MaxPool', x!, windows), channelsLast(build, indices)];
};

export const pools: KernelTable = {
  AvgPool: pooling('AveragePool'),
  AvgPool3D: pooling('AveragePool'),
  AvgPool3DGrad: meanSlope,
  AvgPoolGrad: meanSlope,
  MaxPool: pooling('MaxPool'),
  MaxPool3D: pooling('MaxPool'),
  MaxPool3DGrad: largestSlope,
  MaxPoolGrad: largestSlope,
  MaxPoolWithArgmax: withPlaces,
};
