// Known elements held once where they repeat along an axis: indices of a batch are the same for every jet.
import { requireFew } from './limits.ts';
import { type Elements, elementsFor, type OnnxType } from './types.ts';

/** Elements of a shape whose axes of extent 1 may stand for longer ones. */
export interface Repeated {
  readonly shape: readonly number[];
  readonly elements: Elements;
}

const product = (extents: readonly number[]): number => extents.reduce((a, b) => a * b, 1);

/** The same with the rank of the tensor that it stands for. */
export const ofRank = ({ shape, elements }: Repeated, rank: number): Repeated => ({
  shape: [...Array<number>(Math.max(0, rank - shape.length)).fill(1), ...shape],
  elements,
});

/** Elements written out. @throws OnnxError for more than may be known beforehand */
export function writtenOut(type: OnnxType, repeated: Repeated, target: readonly number[]): Elements {
  const { shape, elements } = ofRank(repeated, target.length);
  const size = product(target);
  if (product(shape) === size) return elements;
  requireFew(size);
  const out = elementsFor(type, size);
  const strides = shape.map((extent, axis) => (extent === 1 ? 0 : product(shape.slice(axis + 1))));
  const at = target.map(() => 0);
  let from = 0;
  for (let place = 0; place < size; place++) {
    out[place] = elements[from]!;
    for (let axis = target.length - 1; axis >= 0; axis--) {
      from += strides[axis]!;
      if (++at[axis]! < target[axis]!) break;
      from -= at[axis]! * strides[axis]!;
      at[axis] = 0;
    }
  }
  return out;
}

/** Elements under another shape, without writing them out; undefined where more than axes of extent 1 change. */
export function reshapedRepeated(
  repeated: Repeated,
  before: readonly number[],
  after: readonly number[],
): Repeated | undefined {
  const { shape, elements } = ofRank(repeated, before.length);
  const longer = before.flatMap((extent, axis) => (extent === 1 ? [] : [axis]));
  const wanted = after.filter((extent) => extent !== 1);
  if (wanted.length !== longer.length || longer.some((axis, at) => before[axis] !== wanted[at])) return undefined;
  let next = 0;
  return { shape: after.map((extent) => (extent === 1 ? 1 : shape[longer[next++]!]!)), elements };
}
