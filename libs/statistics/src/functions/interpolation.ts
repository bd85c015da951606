// Interpolation between a nominal expectation and its variations by one standard deviation, by HistFactory's codes 4 and 4p
// (CERN-OPEN-2012-016, section 4.1; pyhf.interpolators.code4 and code4p), with the first two derivatives.

/** A function of a nuisance parameter, and its first and second derivative. */
export interface Interpolated {
  readonly value: number;
  readonly slope: number;
  readonly curvature: number;
}

/**
 * The even part of code 4p: an expectation of nominal n, n + u at alpha = 1 and n - d at alpha = -1 is
 * n + alpha (u + d) / 2 + (u - d) / 16 q(alpha), q = 15 alpha^2 - 10 alpha^4 + 3 alpha^6 up to |alpha| = 1, 8 |alpha| beyond.
 * Twice differentiable everywhere.
 */
export function evenPart(alpha: number): Interpolated {
  const a = Math.abs(alpha);
  if (a >= 1) return { value: 8 * a, slope: 8 * Math.sign(alpha), curvature: 0 };
  const square = alpha * alpha;
  return {
    value: square * (15 + square * (-10 + 3 * square)),
    slope: alpha * (30 + square * (-40 + 18 * square)),
    curvature: 30 + square * (-120 + 90 * square),
  };
}

/**
 * Code 4: a factor of `up` at alpha = 1 and `down` at alpha = -1; up^alpha and down^-alpha beyond these, between them the polynomial
 * of sixth order of value 1 at 0 that has the same value and first two derivatives at both.
 *
 * @param up > 0
 * @param down > 0
 */
export function interpolatedFactor(up: number, down: number, alpha: number): Interpolated {
  if (Math.abs(alpha) >= 1) {
    const [base, sign] = alpha > 0 ? [up, 1] : [down, -1];
    const rate = sign * Math.log(base);
    const value = base ** Math.abs(alpha);
    return { value, slope: rate * value, curvature: rate * rate * value };
  }
  // Even and odd parts of value, first and second derivative at |alpha| = 1.
  const [logUp, logDown] = [Math.log(up), Math.log(down)];
  const halves = (a: number, b: number) => [(a + b) / 2, (a - b) / 2] as const;
  const [even0, odd0] = halves(up, down);
  const [odd1, even1] = halves(up * logUp, -down * logDown);
  const [even2, odd2] = halves(up * logUp ** 2, down * logDown ** 2);
  const coefficients = [
    1,
    (15 * odd0 - 7 * odd1 + odd2) / 8,
    (-24 + 24 * even0 - 9 * even1 + even2) / 8,
    (-5 * odd0 + 5 * odd1 - odd2) / 4,
    (12 - 12 * even0 + 7 * even1 - even2) / 4,
    (3 * odd0 - 3 * odd1 + odd2) / 8,
    (-8 + 8 * even0 - 5 * even1 + even2) / 8,
  ];
  let [value, slope, curvature] = [0, 0, 0];
  for (let order = 6; order >= 0; order--) {
    curvature = curvature * alpha + 2 * slope;
    slope = slope * alpha + value;
    value = value * alpha + coefficients[order]!;
  }
  return { value, slope, curvature };
}
