// Student's t: how many errors of the mean an interval from few values needs.

/**
 * The factor t with P(|T| < t) = `content` for T distributed as Student's t.
 *
 * P(|T| < t) is the finite sum of eqs. (26.7.3) and (26.7.4) of Abramowitz and Stegun (1964) in
 * theta = atan(t / sqrt(degrees)), inverted by bisection: 1.84 for one degree and 68.27%, 1.32 for two, 1 for many.
 *
 * @param content in (0, 1)
 * @param degrees of freedom, whole and > 0: values less one
 */
export function studentFactor(content: number, degrees: number): number {
  let [low, high] = [0, Math.PI / 2];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (contentWithin(middle, degrees) < content) low = middle;
    else high = middle;
  }
  return Math.sqrt(degrees) * Math.tan(low);
}

function contentWithin(theta: number, degrees: number): number {
  const odd = degrees % 2 === 1;
  const cosine = Math.cos(theta);
  let term = odd ? cosine : 1;
  let sum = 0;
  for (let k = odd ? 3 : 2; k <= degrees; k += 2) {
    sum += term;
    term *= ((k - 1) / k) * cosine ** 2;
  }
  return odd ? (2 / Math.PI) * (theta + Math.sin(theta) * sum) : Math.sin(theta) * sum;
}
