// x − ln(1 + x) without cancellation, for likelihood ratios of nearly equal expectations.

/** x - ln(1 + x) for x > -1, also where the two nearly cancel: x^2/2 - x^3/3 + ... below |x| = 0.01; -1 gives Infinity. */
export function lessLog1p(x: number): number {
  if (Math.abs(x) > 0.01) return x - Math.log1p(x);
  let sum = 0;
  for (let k = 9; k >= 2; k--) sum = (k % 2 === 0 ? 1 : -1) / k + x * sum;
  return x * x * sum;
}
