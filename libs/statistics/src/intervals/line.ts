// A straight line through points with errors.
import { propagate } from './combine.ts';
import type { Quoted } from '@jetdemon/artifacts';

/**
 * Slope of the straight line y = a + b x with the least sum of w (y - a - b x)^2, w = 1 / (half the interval of y)^2,
 * all equal where an interval has no width.
 *
 * b = sum w (x - <x>) (y - <y>) / sum w (x - <x>)^2. Its interval has the errors of every x and y to first order, all
 * independent (see `propagate`), at fixed weights. NaN when all x are the same.
 *
 * @param points at least two
 */
export function slopeOf(points: readonly { readonly x: Quoted; readonly y: Quoted }[], description: string): Quoted {
  const weights = weightsOf(points);
  const [xs, ys] = [points.map(({ x }) => x.value), points.map(({ y }) => y.value)];
  const slope = slopeAt(weights, xs, ys);
  const { meanX, meanY, square } = centre(weights, xs, ys);
  const args = points.flatMap(({ x, y }, at) => {
    const [fromX, fromY] = [x.value - meanX, y.value - meanY];
    const share = weights[at]! / square;
    return [
      { slope: share * fromX, of: y },
      { slope: share * (fromY - 2 * slope * fromX), of: x },
    ];
  });
  return propagate(slope, args, description);
}

/** 1 / (half the interval of y)^2, all 1 where an interval has no width. */
export function weightsOf(points: readonly { readonly y: Quoted }[]): number[] {
  const widths = points.map(({ y }) => (y.high - y.low) / 2);
  return widths.map((width) => (widths.includes(0) ? 1 : 1 / width ** 2));
}

/** The slope at given weights; NaN when all x are the same. */
export function slopeAt(weights: readonly number[], xs: readonly number[], ys: readonly number[]): number {
  const { meanX, meanY, square } = centre(weights, xs, ys);
  return weights.reduce((sum, weight, at) => sum + weight * (xs[at]! - meanX) * (ys[at]! - meanY), 0) / square;
}

function centre(weights: readonly number[], xs: readonly number[], ys: readonly number[]) {
  const sum = (of: (at: number) => number) => weights.reduce((total, weight, at) => total + weight * of(at), 0);
  const weight = sum(() => 1);
  const [meanX, meanY] = [sum((at) => xs[at]!) / weight, sum((at) => ys[at]!) / weight];
  return { meanX, meanY, square: sum((at) => (xs[at]! - meanX) ** 2) };
}
