// Images of jets: pT [GeV] in square pixels about the axis.
import type { Constituents, Placing } from './shape.ts';

export interface Grid {
  /** The image reaches from -extent to extent on both axes. */
  readonly extent: number;
  /** Pixels on a side. */
  readonly side: number;
}

/** The grid of pixels of about `pixel` a side: an odd number, so that the axis is in the middle of one. */
export function gridOf(extent: number, pixel: number): Grid {
  return { extent, side: 2 * Math.round(extent / pixel) + 1 };
}

/** Adds the pT of a jet, times its weight, to `image` [side², rows of equal second axis]. */
export function addJet(image: Float64Array, jet: Constituents, place: Placing, grid: Grid, weight = 1): void {
  for (let i = 0; i < jet.ptTeV.length; i++) {
    const at = pixelAt(place(jet.eta[i]!, jet.phi[i]!), grid);
    if (at !== undefined) image[at]! += weight * 1000 * jet.ptTeV[i]!;
  }
}

/** Adds 1 per constituent to `hits` [side²]. */
export function countJet(hits: Float64Array, jet: Constituents, place: Placing, grid: Grid): void {
  for (let i = 0; i < jet.ptTeV.length; i++) {
    const at = pixelAt(place(jet.eta[i]!, jet.phi[i]!), grid);
    if (at !== undefined) hits[at]! += 1;
  }
}

/** The image of one jet. */
export function imageOf(jet: Constituents, place: Placing, grid: Grid): Float64Array {
  const image = new Float64Array(grid.side ** 2);
  addJet(image, jet, place, grid);
  return image;
}

function pixelAt([x, y]: readonly [number, number], { extent, side }: Grid): number | undefined {
  const bin = (value: number) => Math.floor(((value + extent) / (2 * extent)) * side);
  const [column, row] = [bin(x), bin(y)];
  return column >= 0 && column < side && row >= 0 && row < side ? row * side + column : undefined;
}

/** ½ Σ |after − before| / Σ before: the share of pT that is in another pixel afterwards, or is new or gone. */
export function movedShare(before: Float64Array, after: Float64Array): number {
  const total = before.reduce((sum, pt) => sum + pt, 0);
  return before.reduce((sum, pt, at) => sum + Math.abs(after[at]! - pt), 0) / 2 / total;
}

/** The edges of pixel `at`. */
export function edgesOf(at: number, { extent, side }: Grid) {
  const edge = (index: number) => extent * ((2 * index) / side - 1);
  const [column, row] = [at % side, Math.floor(at / side)];
  return { x_low: edge(column), x_high: edge(column + 1), y_low: edge(row), y_high: edge(row + 1) };
}
