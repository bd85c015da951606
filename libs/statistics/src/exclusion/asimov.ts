// The discovery significance that a counting experiment may expect when its background is uncertain.
import { lessLog1p } from '../functions/log1p-remainder.ts';

/**
 * Median significance of s signal over b +- sigma background counts, on the Asimov data set n = s + b:
 * Z = sqrt(2 ((s + b) ln[(s + b)(b + v) / (b^2 + (s + b) v)] - b^2 / v ln[1 + v s / (b (b + v))])) with v = sigma^2,
 * eq. (20) of G. Cowan, "Discovery sensitivity for a counting experiment with background uncertainty" (2012), by the
 * method of arXiv:1007.1727; for v -> 0 its eq. (97), sqrt(2 ((s + b) ln(1 + s / b) - s)), and s / sqrt(b + v) for s << b.
 *
 * @param signal s >= 0, counts
 * @param background b > 0, counts; without background Z is undefined
 * @param error sigma >= 0, counts
 */
export function asimovSignificance(signal: number, background: number, error: number): number {
  const [s, b, v] = [signal, background, error * error];
  // ln(1 + x) = x - lessLog1p(x): the terms linear in s cancel by hand, so that nothing cancels in floating point.
  const denominator = b * b + (s + b) * v;
  const x = (v * s) / (b * (b + v));
  const y = (s * b) / denominator;
  const half =
    (y * s * b) / (b + v) - (s + b) * lessLog1p(y) + (x === 0 ? 0 : ((b * s) / (b + v)) * (lessLog1p(x) / x));
  return Math.sqrt(2 * Math.max(0, half));
}
