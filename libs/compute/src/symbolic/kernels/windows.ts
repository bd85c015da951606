// Windows of convolutions and pools, for any number of spatial axes, and the axes in ONNX' order.
import * as tf from '@tensorflow/tfjs-core';
import type { Builder } from '../builder.ts';
import type { Value } from '../graph.ts';
import type { KernelAttributes } from '../kernel.ts';

const { backend_util } = tf;
type Info2D = tf.backend_util.Conv2DInfo;
type Info3D = tf.backend_util.Conv3DInfo;

/** Every array has an entry per spatial axis. */
export interface Windows {
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  readonly before: readonly number[];
  /** What the last window needs beyond the input, which may be less than TensorFlow.js' padding. */
  readonly after: readonly number[];
  /** Whether channels come before the spatial axes. */
  readonly first: boolean;
  readonly inChannels: number;
  readonly outChannels: number;
}

export interface WindowAttributes extends KernelAttributes {
  readonly strides: number | number[];
  readonly dilations?: number | number[] | null;
  readonly pad: 'valid' | 'same' | number | tf.backend_util.ExplicitPadding;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
  readonly dataFormat?: string;
}

type Triple = [number, number, number];

/** Windows of a filter `[...kernel, in, out]` over an input of this shape. */
export function convolutionWindows(
  shape: readonly number[],
  filter: readonly number[],
  { strides, dilations: given, pad, dimRoundingMode, dataFormat = 'NHWC' }: WindowAttributes,
  depthwise = false,
): Windows {
  const dilations = given ?? 1;
  if (filter.length === 5) {
    const [s, d] = [strides as Triple, dilations as Triple];
    const sides = pad as 'valid' | 'same' | number;
    return windowsOf(
      backend_util.computeConv3DInfo(
        [...shape] as [number, number, number, number, number],
        [...filter] as [number, number, number, number, number],
        s,
        d,
        sides,
      ),
    );
  }
  const info = backend_util.computeConv2DInfo(
    [...shape] as [number, number, number, number],
    [...filter] as [number, number, number, number],
    strides as [number, number],
    dilations as [number, number],
    pad,
    dimRoundingMode,
    depthwise,
    backend_util.convertConv2DDataFormat(dataFormat as 'NHWC'),
  );
  return windowsOf(info);
}

/** Windows of a pool over `[batch, ...spatial, channels]`. */
export function poolWindows(shape: readonly number[], attributes: WindowAttributes): Windows {
  const { filterSize, strides, dilations: given, pad, dimRoundingMode, dataFormat } = attributes;
  const dilations = given ?? 1;
  if (shape.length === 5)
    return windowsOf(
      backend_util.computePool3DInfo(
        [...shape] as [number, number, number, number, number],
        filterSize as Triple,
        strides as Triple,
        dilations as Triple,
        pad as 'valid' | 'same' | number,
        dimRoundingMode,
        dataFormat as 'NDHWC' | undefined,
      ),
    );
  const info = backend_util.computePool2DInfo(
    [...shape] as [number, number, number, number],
    filterSize as [number, number],
    strides as [number, number],
    dilations as [number, number],
    pad,
    dimRoundingMode,
  );
  return windowsOf(info);
}

function windowsOf(info: Info2D | Info3D): Windows {
  const deep = 'inDepth' in info;
  const { padInfo } = info;
  const inputs = [...(deep ? [info.inDepth] : []), info.inHeight, info.inWidth];
  const outputs = [...(deep ? [info.outDepth] : []), info.outHeight, info.outWidth];
  const kernel = [...(deep ? [info.filterDepth] : []), info.filterHeight, info.filterWidth];
  const strides = [...(deep ? [info.strideDepth] : []), info.strideHeight, info.strideWidth];
  const dilations = [...(deep ? [info.dilationDepth] : []), info.dilationHeight, info.dilationWidth];
  const before = [...('front' in padInfo ? [padInfo.front] : []), padInfo.top, padInfo.left];
  const after = outputs.map((extent, axis) => {
    const reach = (extent - 1) * strides[axis]! + (kernel[axis]! - 1) * dilations[axis]! + 1;
    return Math.max(0, reach - inputs[axis]! - before[axis]!);
  });
  const first = info.dataFormat === 'channelsFirst';
  const { inChannels, outChannels } = info;
  return { inputs, outputs, kernel, strides, dilations, before, after, first, inChannels, outChannels };
}

/** Attributes of ONNX' Conv, ConvTranspose and pools. */
export const placement = ({ strides, dilations, before, after }: Windows) => ({
  strides,
  dilations,
  pads: [...before, ...after],
});

/** `[batch, ...spatial, channels]` to `[batch, channels, ...spatial]`. */
export function channelsFirst(build: Builder, x: Value, already = false): Value {
  if (already) return x;
  const axes = x.shape.map((_, axis) => axis);
  return build.transpose(x, [0, axes.length - 1, ...axes.slice(1, -1)]);
}

/** The way back. */
export function channelsLast(build: Builder, x: Value, stay = false): Value {
  if (stay) return x;
  const axes = x.shape.map((_, axis) => axis);
  return build.transpose(x, [0, ...axes.slice(2), 1]);
}

/** The elements `from .. from + size` along the last axes; beyond the end there are zeros. */
export function cropped(build: Builder, x: Value, from: readonly number[], size: readonly number[]): Value {
  const outer = x.shape.slice(0, x.shape.length - from.length);
  const inner = x.shape.slice(outer.length);
  const held = inner.map((extent, axis) => Math.max(0, Math.min(size[axis]!, extent - from[axis]!)));
  const part = build.slice(x, [...outer.map(() => 0), ...from], [...outer, ...held]);
  const missing = size.map((extent, axis) => extent - held[axis]!);
  if (missing.every((extent) => extent === 0)) return part;
  const pads = build.graph.integers([...x.shape.map(() => 0), ...outer.map(() => 0), ...missing]);
  return build.graph.node('Pad', [part, pads, build.fill(0, [], x.type)], [...outer, ...size], x.type);
}
