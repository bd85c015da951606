// Windows that slide over the spatial axes [N, C, ...space]: their extents, and the places of their elements.
import { OnnxError } from '../errors.ts';
import type { Call } from '../operator.ts';
import { sizeOfShape } from '../limits.ts';

export interface Windows {
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  readonly before: readonly number[];
  readonly after: readonly number[];
  /** How many windows there are along each axis. */
  readonly count: readonly number[];
}

export function windowsOf({ attributes }: Call, space: readonly number[], extents?: readonly number[]): Windows {
  const kernel = attributes.get('ints', 'kernel_shape') ?? extents;
  if (!kernel) throw new OnnxError('expected the attribute kernel_shape, found none');
  if (extents && kernel.some((extent, axis) => extent !== extents[axis]))
    throw new OnnxError(`kernel_shape is [${kernel.join(', ')}], but its weights have [${extents.join(', ')}]`);
  const rank = space.length;
  const each = (name: string): readonly number[] => attributes.get('ints', name) ?? Array<number>(rank).fill(1);
  const [strides, dilations] = [each('strides'), each('dilations')];
  const pads = attributes.get('ints', 'pads') ?? Array<number>(2 * rank).fill(0);
  for (const list of [kernel, strides, dilations])
    if (list.length !== rank || list.some((extent) => !(extent >= 1 && extent < 2 ** 31)))
      throw new OnnxError(`expected ${rank} windows, strides and dilations of 1 or more, found [${list.join(', ')}]`);
  if (pads.length !== 2 * rank || pads.some((pad) => !(pad >= 0 && pad < 2 ** 31)))
    throw new OnnxError(`expected ${2 * rank} pads of 0 or more, found [${pads.join(', ')}]`);
  const auto = attributes.choice('auto_pad', ['NOTSET', 'VALID', 'SAME_UPPER', 'SAME_LOWER'], 'NOTSET');
  const ceil = attributes.flag('ceil_mode');
  const [before, after, count] = [[], [], []] as [number[], number[], number[]];
  space.forEach((extent, axis) => {
    const reach = (kernel[axis]! - 1) * dilations[axis]! + 1;
    const stride = strides[axis]!;
    if (auto.startsWith('SAME')) {
      const windows = Math.ceil(extent / stride);
      const total = Math.max(0, (windows - 1) * stride + reach - extent);
      const small = Math.floor(total / 2);
      before.push(auto === 'SAME_UPPER' ? small : total - small);
      after.push(total - before.at(-1)!);
      count.push(windows);
      return;
    }
    const [first, last] = auto === 'VALID' ? [0, 0] : [pads[axis]!, pads[axis + rank]!];
    const steps = (extent + first + last - reach) / stride;
    let windows = (ceil ? Math.ceil(steps) : Math.floor(steps)) + 1;
    // A window that would start in the padding after the last element is left out.
    if (ceil && (windows - 1) * stride >= extent + first) windows--;
    before.push(first);
    after.push(last);
    count.push(windows);
  });
  if (count.some((windows) => windows < 1))
    throw new OnnxError(`its window is larger than the input [${space.join(', ')}]`);
  sizeOfShape([...count, ...kernel], 'the windows');
  return { kernel, strides, dilations, before, after, count };
}

/** For every window and every place in it the element of the flattened space; `outside` where it lies in the padding. */
export function placesOf(
  { kernel, strides, dilations, before, count }: Windows,
  space: readonly number[],
  outside: number,
): Int32Array {
  const windows = count.reduce((a, b) => a * b, 1);
  const inside = kernel.reduce((a, b) => a * b, 1);
  const places = new Int32Array(windows * inside);
  for (let window = 0; window < windows; window++)
    for (let element = 0; element < inside; element++) {
      let [w, e, stride, place] = [window, element, 1, 0];
      for (let axis = space.length - 1; axis >= 0; axis--) {
        const at = (w % count[axis]!) * strides[axis]! + (e % kernel[axis]!) * dilations[axis]! - before[axis]!;
        if (at < 0 || at >= space[axis]!) place = NaN;
        place += at * stride;
        stride *= space[axis]!;
        w = Math.floor(w / count[axis]!);
        e = Math.floor(e / kernel[axis]!);
      }
      places[window * inside + element] = Number.isNaN(place) ? outside : place;
    }
  return places;
}

/** For every window how many of its places lie in the input or, if asked, in its declared padding. */
export function sizesOf(
  { kernel, strides, dilations, before, after, count }: Windows,
  space: readonly number[],
  padded: boolean,
): number[] {
  const windows = count.reduce((a, b) => a * b, 1);
  return Array.from({ length: windows }, (_, window) => {
    let [w, size] = [window, 1];
    for (let axis = space.length - 1; axis >= 0; axis--) {
      const start = (w % count[axis]!) * strides[axis]! - before[axis]!;
      const [low, high] = padded ? [-before[axis]!, space[axis]! + after[axis]!] : [0, space[axis]!];
      let inside = 0;
      for (let step = 0; step < kernel[axis]!; step++) {
        const at = start + step * dilations[axis]!;
        if (at >= low && at < high) inside++;
      }
      size *= inside;
      w = Math.floor(w / count[axis]!);
    }
    return size;
  });
}
