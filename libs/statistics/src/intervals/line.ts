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
  const widths = points.map(({ y }) => (y.high - y.low) / 2);
  const weights = widths.map((width) => (widths.includes(0) ? 1 : 1 / width ** 2));
  const sum = (of: (point: (typeof points)[number]) => number) =>
    points.reduce((total, point, at) => total + weights[at]! * of(point), 0);
  const weight = sum(() => 1);
  const [meanX, meanY] = [sum(({ x }) => x.value) / weight, sum(({ y }) => y.value) / weight];
  const square = sum(({ x }) => (x.value - meanX) ** 2);
  const slope = sum(({ x, y }) => (x.value - meanX) * (y.value - meanY)) / square;
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
