// The certificate of a network whose logit has a bounded slope: how far any attack within a budget can move a logit, from
// the jet as it was.
//
// Constituents with shares z of Σ pT at n = (η, φ) are given factors f of pT within [low, high] and moves of at most η and φ.
// With κ = (high / low − 1) / 2, the spread σ² = Σ z |n − n̄|² about n̄ = Σ z n, and z′ = z f / Σ z f:
//   |n̄′ − n̄ − Σ z′ Δn| = |Σ (z′ − z)(n − n̄)| ≤ κ Σ z |n − n̄| ≤ κ σ,
//   Σ z′ |x′ − x| ≤ √(Σ z′ |Δn − (n̄′ − n̄)|²) ≤ √(η² + φ² + κ² σ²) for x = n − n̄ (a variance, and the square of the above),
//   |Σ (z′ − z) Φ(x)| ≤ κ √(Σ z |Φ(x) − Φ(0)|²) ≤ κ σ for Φ of slope 1,
// so S = Σ z Φ moves by at most √(η² + φ² + κ² σ²) + κ σ, and log Σ pT by at most max(log high, −log low).

/** What is certain of a network. */
export interface Certificate {
  /** Largest slope of the logit in (S, `logPt` · log Σ pT), S in radians. */
  readonly slope: number;
  /** What a unit of log Σ pT counts as, radians. */
  readonly logPt: number;
}

/** How far constituents may move, all iterations of an attack together. */
export interface Budget {
  /** Factors of pT, 0 < low ≤ 1 ≤ high. */
  readonly low: number;
  readonly high: number;
  /** Moves of η (rapidity where the layout has it) and φ [rad]. */
  readonly eta: number;
  readonly phi: number;
}

/**
 * The budget of an attack of so many steps of ε, relative in pT and absolute in the angles: of one that takes them one after
 * the other, and of one that takes all at once, which can bring pT lower, where that leaves any.
 */
export function budgetOf(epsilon: { pt: number; eta: number; phi: number }, iterations: number): Budget {
  const atOnce = 1 - iterations * epsilon.pt;
  return {
    low: atOnce > 0 ? atOnce : (1 - epsilon.pt) ** iterations,
    high: (1 + epsilon.pt) ** iterations,
    eta: epsilon.eta * iterations,
    phi: epsilon.phi * iterations,
  };
}

/** What the certificate needs to know of a jet before an attack. */
export interface Spread {
  /** σ = √(Σ z |n − n̄|²), radians. */
  readonly sigma: number;
  /** Largest difference of the azimuths of two constituents, radians. */
  readonly turn: number;
}

/**
 * Largest |Δlogit| of a jet under any attack within a budget that neither makes nor loses constituents. Infinity, nothing
 * is certain, where pT may fall to 0 or two constituents may come to be π or more apart in φ.
 */
export function largestShift(
  { slope, logPt }: Certificate,
  { low, high, eta, phi }: Budget,
  { sigma, turn }: Spread,
): number {
  if (low <= 0 || turn + 2 * phi >= Math.PI) return Infinity;
  const kappa = (high / low - 1) / 2;
  const sum = Math.hypot(eta, phi, kappa * sigma) + kappa * sigma;
  return slope * Math.hypot(sum, logPt * Math.max(Math.log(high), -Math.log(low)));
}

/**
 * Of a jet, in double precision; 0 of one without constituents.
 *
 * @param jet its slots, `[constituents, features]`, row-major, (pT, η, φ …), as in a padded batch
 */
export function spreadOf(jet: Float32Array, features: number): Spread {
  let [sum, e, p, squares] = [0, 0, 0, 0];
  let [least, most] = [0, 0];
  for (let at = 0; at < jet.length && jet[at]! > 0; at += features) {
    const [z, x] = [jet[at]!, jet[at + 1]! - jet[1]!];
    const turned = jet[at + 2]! - jet[2]!;
    const y = turned - 2 * Math.PI * Math.round(turned / (2 * Math.PI));
    [least, most] = [Math.min(least, y), Math.max(most, y)];
    sum += z;
    e += z * x;
    p += z * y;
    squares += z * (x * x + y * y);
  }
  if (sum === 0) return { sigma: 0, turn: 0 };
  return { sigma: Math.sqrt(Math.max(0, squares / sum - (e / sum) ** 2 - (p / sum) ** 2)), turn: most - least };
}
