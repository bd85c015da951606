// The minimum of a smooth function in a box: Newton's method projected onto the box (Bertsekas, SIAM J. Control Optim. 20 (1982)
// 221), damped where the function is not convex. For the few parameters of a likelihood; no installed package has derivatives of
// second order.

/** A function where it was asked: its value, Infinity outside its domain, gradient `[size]` and Hessian `[size * size]`. */
export interface Derivatives {
  readonly value: number;
  readonly gradient: Float64Array;
  readonly hessian: Float64Array;
}

export interface Box {
  readonly low: readonly number[];
  readonly high: readonly number[];
}

/**
 * A local minimum from `start`, which the function must be finite at: each step is a Newton step of the parameters that no bound holds,
 * the Hessian made positive definite where it is not, halved until the function falls. Ends where a step promises less than 1e-13,
 * or gains nothing that the value can show: large ones have rounding above that.
 *
 * @param value the function alone, for the steps that are tried
 * @throws Error when 200 steps do not end, which is a fault of the function's derivatives
 */
export function minimise(
  value: (at: Float64Array) => number,
  derivatives: (at: Float64Array) => Derivatives,
  start: readonly number[],
  { low, high }: Box,
): { readonly at: Float64Array; readonly value: number } {
  const clamp = (x: number, of: number) => Math.min(high[of]!, Math.max(low[of]!, x));
  let at = Float64Array.from(start, clamp);
  for (let step = 0; step < 200; step++) {
    const { value: here, gradient, hessian } = derivatives(at);
    const free = Array.from(at.keys()).filter(
      (of) => !(at[of]! <= low[of]! && gradient[of]! >= 0) && !(at[of]! >= high[of]! && gradient[of]! <= 0),
    );
    if (free.length === 0) return { at, value: here };
    const direction = descent(gradient, hessian, free);
    const promised = -free.reduce((sum, of, k) => sum + gradient[of]! * direction[k]!, 0) / 2;
    const moved = (length: number) => {
      const next = at.slice();
      free.forEach((of, k) => (next[of] = clamp(at[of]! + length * direction[k]!, of)));
      return next;
    };
    const done = promised < 1e-13;
    let [length, next, found] = [1, moved(1), 0];
    for (found = value(next); !falls(found, next) && length > 1e-12; found = value(next)) next = moved((length /= 2));
    if (done || length <= 1e-12 || found >= here)
      return found <= here ? { at: next, value: found } : { at, value: here };
    at = next;

    function falls(reached: number, to: Float64Array): boolean {
      const expected = free.reduce((sum, of) => sum + gradient[of]! * (to[of]! - at[of]!), 0);
      return reached <= here + 1e-4 * Math.min(0, expected);
    }
  }
  throw new Error('internal: 200 Newton steps did not reach a minimum');
}

/** -H^-1 g of the free parameters, a multiple of the diagonal added to H until it is positive definite. */
function descent(gradient: Float64Array, hessian: Float64Array, free: readonly number[]): Float64Array {
  const size = gradient.length;
  const largest = Math.max(...free.map((of) => Math.abs(hessian[of * size + of]!)), Number.MIN_VALUE);
  for (let damping = 0; ; damping = damping === 0 ? 1e-4 : 10 * damping) {
    const solved = cholesky(
      free.map((row) => free.map((column) => hessian[row * size + column]! + (row === column ? damping * largest : 0))),
      free.map((of) => -gradient[of]!),
    );
    if (solved) return solved;
  }
}

/** x of A x = b for a symmetric A; undefined where A is not positive definite. */
function cholesky(a: readonly number[][], b: readonly number[]): Float64Array | undefined {
  const n = b.length;
  const l = a.map((row) => Float64Array.from(row));
  const x = Float64Array.from(b);
  for (let row = 0; row < n; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = l[row]![column]!;
      for (let k = 0; k < column; k++) sum -= l[row]![k]! * l[column]![k]!;
      if (row === column) {
        if (!(sum > 1e-14 * Math.abs(a[row]![row]!))) return undefined;
        l[row]![row] = Math.sqrt(sum);
      } else l[row]![column] = sum / l[column]![column]!;
    }
  }
  for (let row = 0; row < n; row++) {
    for (let k = 0; k < row; k++) x[row]! -= l[row]![k]! * x[k]!;
    x[row]! /= l[row]![row]!;
  }
  for (let row = n - 1; row >= 0; row--) {
    for (let k = row + 1; k < n; k++) x[row]! -= l[k]![row]! * x[k]!;
    x[row]! /= l[row]![row]!;
  }
  return x;
}
