// Limits of tensors that a model makes from numbers written in it: a damaged extent must not fill the memory.
import { OnnxError } from './errors.ts';

/** Elements; 2 GiB of float32. */
const mostElements = 2 ** 29;

/** Elements that are known beforehand: shapes, indices and masks, held as big integers. */
export const mostKnown = 2 ** 24;

/** @throws OnnxError for more elements than may be known beforehand */
export function requireFew(size: number): void {
  if (!(size <= mostKnown))
    throw new OnnxError(`expected at most ${mostKnown} known elements, found ${size}`, {}, { tooLarge: true });
}

/** The number of elements of a shape. @throws OnnxError for extents that are no extents, or too many elements */
export function sizeOfShape(shape: readonly number[], what: string): number {
  let size = 1;
  for (const extent of shape) {
    if (!Number.isSafeInteger(extent) || extent < 0)
      throw new OnnxError(`${what}: expected extents of 0 or more, found [${shape.join(', ')}]`);
    size *= extent;
  }
  if (shape.length > 32 || size > mostElements)
    throw new OnnxError(
      `${what}: expected at most 32 axes and ${mostElements} elements, found shape [${shape.join(', ').slice(0, 200)}]`,
      {},
      { tooLarge: size > mostElements },
    );
  return size;
}
