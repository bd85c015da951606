// The regularised incomplete gamma function, and the two survival functions that follow from it: of chi2 and of the
// standard normal distribution. No installed package has it.

/** Relative precision at which series and fractions end. */
const precision = 2 ** -52;

/**
 * Upper regularised incomplete gamma function, Q(a, x) = Gamma(a, x) / Gamma(a), for a > 0 and x >= 0: 1 minus the
 * series of Abramowitz and Stegun 6.5.29 below x = a + 1, the continued fraction 6.5.31 above.
 */
export function upperGamma(a: number, x: number): number {
  if (x === 0) return 1;
  if (x === Infinity) return 0;
  const factor = Math.exp(logFactor(a, x));
  return x < a + 1 ? 1 - factor * series(a, x) : factor * continuedFraction(a, x);
}

const logFactor = (a: number, x: number) => a * Math.log(x) - x - logGamma(a);

/** sum_n x^n / (a (a + 1) ... (a + n)) */
function series(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = 1; term > sum * precision; n++) {
    term *= x / (a + n);
    sum += term;
  }
  return sum;
}

/** 1 / (x + 1 - a - 1 (1 - a) / (x + 3 - a - 2 (2 - a) / (x + 5 - a - ...))), by the method of Lentz. */
function continuedFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = Infinity;
  let d = 1 / b;
  let value = d;
  for (let n = 1, change = 0; Math.abs(change - 1) > precision; n++) {
    const numerator = -n * (n - a);
    b += 2;
    d = 1 / (numerator * d + b);
    c = b + numerator / c;
    change = c * d;
    value *= change;
  }
  return value;
}

/** ln Gamma(x) for x > 0: Stirling's series above 20 (relative error below 1e-15), reached by Gamma(x + 1) = x Gamma(x). */
export function logGamma(x: number): number {
  let product = 1;
  for (; x < 20; x++) product *= x;
  const correction = 1 / (12 * x) - 1 / (360 * x ** 3) + 1 / (1260 * x ** 5) - 1 / (1680 * x ** 7);
  return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + correction - Math.log(product);
}

/**
 * P(X >= chi2) of a chi2 distribution with `ndf` degrees of freedom, Q(ndf / 2, chi2 / 2); chi2 >= 0. Without degrees of
 * freedom X is 0 with certainty, so that the probability of 0 is 1.
 */
export function chi2Survival(chi2: number, ndf: number): number {
  if (ndf === 0) return chi2 > 0 ? 0 : 1;
  return upperGamma(ndf / 2, chi2 / 2);
}

/** P(X >= z) of the standard normal distribution, 1 - Phi(z) = Q(1/2, z^2 / 2) / 2 for z >= 0. */
export function normalSurvival(z: number): number {
  const tail = upperGamma(0.5, (z * z) / 2) / 2;
  return z >= 0 ? tail : 1 - tail;
}

/** ln P(X >= z) of the standard normal distribution, there too where the probability itself underflows, z above 38. */
export function logNormalSurvival(z: number): number {
  const x = (z * z) / 2;
  if (z < 2 || x === Infinity) return Math.log(normalSurvival(z));
  return logFactor(0.5, x) + Math.log(continuedFraction(0.5, x) / 2);
}
