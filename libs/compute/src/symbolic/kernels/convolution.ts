// Convolutions in two and three dimensions, depthwise ones, and their slopes for input and filter, out of ONNX' Conv
// and ConvTranspose. Values are moved to ONNX' order of axes and back; the moves of neighbours cancel in the builder.
import { UnsupportedKernelError } from '../../errors.ts';
import type { Builder } from '../builder.ts';
import type { Value } from '../graph.ts';
import type { Kernel, KernelTable } from '../kernel.ts';
import { activate } from './matmul.ts';
import {
  channelsFirst,
  channelsLast,
  convolutionWindows,
  cropped,
  placement,
  type WindowAttributes,
  type Windows,
} from './windows.ts';

const product = (extents: readonly number[]): number => extents.reduce((a, b) => a * b, 1);

function requireFloat(kernel: string, ...values: Value[]): void {
  for (const { type } of values)
    if (type !== 'float32') throw new UnsupportedKernelError(kernel, `its input is ${type}`);
}

/** `[...kernel, in, out]` to ONNX' `[out, in, ...kernel]`; depthwise `[...kernel, in, times]` to `[in·times, 1, ...]`. */
function weights(build: Builder, filter: Value, depthwise: boolean): Value {
  const axes = filter.shape.map((_, axis) => axis);
  const [spatial, [input, output]] = [axes.slice(0, -2), axes.slice(-2) as [number, number]];
  if (!depthwise) return build.transpose(filter, [output, input, ...spatial]);
  const moved = build.transpose(filter, [input, output, ...spatial]);
  return build.reshape(moved, [moved.shape[0]! * moved.shape[1]!, 1, ...moved.shape.slice(2)]);
}

function forward(build: Builder, x: Value, filter: Value, windows: Windows, depthwise: boolean): Value {
  const input = channelsFirst(build, x, windows.first);
  const shape = [x.shape[0]!, windows.outChannels, ...windows.outputs];
  const attributes = { ...placement(windows), group: depthwise ? windows.inChannels : 1 };
  const output = build.graph.node('Conv', [input, weights(build, filter, depthwise)], shape, 'float32', attributes);
  return channelsLast(build, output, windows.first);
}

/** ∂/∂x: every output is spread over its window; what lies in the padding is cut off. */
function inputSlope(build: Builder, dy: Value, filter: Value, windows: Windows, depthwise: boolean): Value {
  const { outputs, kernel, strides, dilations, before, inputs, first, inChannels } = windows;
  // TensorFlow.js reads of a slope that is larger than the outputs only what they reach.
  const slope = cropped(
    build,
    channelsFirst(build, dy, first),
    outputs.map(() => 0),
    outputs,
  );
  const whole = outputs.map(
    (extent, axis) => (extent - 1) * strides[axis]! + (kernel[axis]! - 1) * dilations[axis]! + 1,
  );
  const attributes = { strides, dilations, pads: whole.flatMap(() => [0, 0]), group: depthwise ? inChannels : 1 };
  const operands = [slope, weights(build, filter, depthwise)];
  const shape = [dy.shape[0]!, inChannels, ...whole];
  const spread = build.graph.node('ConvTranspose', operands, shape, 'float32', attributes);
  return channelsLast(build, cropped(build, spread, before, inputs), first);
}

/**
 * ∂/∂filter: a convolution of x with dy over the batch, strides and dilations in each other's place. A depthwise one
 * has a group per input channel.
 */
function filterSlope(build: Builder, x: Value, dy: Value, windows: Windows, depthwise: boolean): Value {
  const { inputs, outputs, kernel, strides, dilations, before, after, first, inChannels, outChannels } = windows;
  const batch = x.shape[0]!;
  const swap = (value: Value): Value =>
    build.transpose(value, [1, 0, ...value.shape.slice(2).map((_, axis) => axis + 2)]);
  const columns = swap(channelsFirst(build, x, first));
  const left = depthwise ? build.reshape(columns, [1, inChannels * batch, ...inputs]) : columns;
  const right = swap(channelsFirst(build, dy, first));
  const reach = inputs.map((extent, axis) => {
    const room = extent + before[axis]! + after[axis]! - ((outputs[axis]! - 1) * strides[axis]! + 1);
    return Math.floor(room / dilations[axis]!) + 1;
  });
  const attributes = {
    strides: dilations,
    dilations: strides,
    pads: [...before, ...after],
    group: depthwise ? inChannels : 1,
  };
  const shape = [left.shape[0]!, outChannels, ...reach];
  const found = build.graph.node('Conv', [left, right], shape, 'float32', attributes);
  const slopes = cropped(
    build,
    found,
    kernel.map(() => 0),
    kernel,
  );
  const split = build.reshape(slopes, [inChannels, outChannels / (depthwise ? inChannels : 1), ...kernel]);
  return build.transpose(split, [...kernel.map((_, axis) => axis + 2), 0, 1]);
}

const convolution =
  (depthwise: boolean): Kernel =>
  ({ build, inputs: { x, filter }, attributes, kernel }) => {
    requireFloat(kernel, x!, filter!);
    const windows = convolutionWindows(x!.shape, filter!.shape, attributes as WindowAttributes, depthwise);
    return forward(build, x!, filter!, windows, depthwise);
  };

const backToInput =
  (depthwise: boolean): Kernel =>
  ({ build, inputs: { dy, filter }, attributes, kernel }) => {
    requireFloat(kernel, dy!, filter!);
    const shape = attributes.inputShape as number[];
    const windows = convolutionWindows(shape, filter!.shape, attributes as WindowAttributes, depthwise);
    return inputSlope(build, dy!, filter!, windows, depthwise);
  };

const backToFilter =
  (depthwise: boolean): Kernel =>
  ({ build, inputs: { x, dy }, attributes, kernel }) => {
    requireFloat(kernel, x!, dy!);
    const shape = attributes.filterShape as number[];
    const windows = convolutionWindows(x!.shape, shape, attributes as WindowAttributes, depthwise);
    return filterSlope(build, x!, dy!, windows, depthwise);
  };

const fused =
  (depthwise: boolean): Kernel =>
  ({ build, inputs: { x, filter, bias, preluActivationWeights }, attributes, kernel }) => {
    requireFloat(kernel, x!, filter!);
    const windows = convolutionWindows(x!.shape, filter!.shape, attributes as WindowAttributes, depthwise);
    // One number per channel, where channels are not the last axis.
    const perChannel = (value: Value | undefined): Value | undefined =>
      value && windows.first && value.shape.length === 1 && product(value.shape) > 1
        ? build.reshape(value, [...value.shape, ...windows.outputs.map(() => 1)])
        : value;
    const bare = forward(build, x!, filter!, windows, depthwise);
    const offset = perChannel(bias);
    return activate(
      kernel,
      build,
      offset ? build.add(bare, offset) : bare,
      attributes,
      perChannel(preluActivationWeights),
    );
  };

export const convolutions: KernelTable = {
  Conv2D: convolution(false),
  Conv2DBackpropFilter: backToFilter(false),
  Conv2DBackpropInput: backToInput(false),
  Conv3D: convolution(false),
  Conv3DBackpropFilterV2: backToFilter(false),
  Conv3DBackpropInputV2: backToInput(false),
  DepthwiseConv2dNative: convolution(true),
  DepthwiseConv2dNativeBackpropFilter: backToFilter(true),
  DepthwiseConv2dNativeBackpropInput: backToInput(true),
  FusedConv2D: fused(false),
  FusedDepthwiseConv2D: fused(true),
};
