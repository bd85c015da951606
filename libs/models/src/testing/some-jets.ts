// Jets for tests: random constituents around random axes, as float32 holds them, and their padded form.
import type { Key } from '@jetdemon/workflow';
import type { ConstituentList } from '@jetdemon/data/observables-reference';

/** `count` jets of 3 to 40 constituents with log-uniform pT from 0.5 to 200 GeV, uniform within `radius` of an axis. */
export function someJets(key: Key, count: number, radius: number): ConstituentList[] {
  const uniform = key.uniform();
  const between = (low: number, high: number) => low + (high - low) * uniform();
  return Array.from({ length: count }, () => {
    const [eta, phi] = [between(-2.4, 2.4), between(-Math.PI, Math.PI)];
    return Array.from({ length: Math.floor(between(3, 41)) }, () => {
      const angle = phi + radius * between(-1, 1);
      return [
        Math.fround(Math.exp(between(Math.log(5e-4), Math.log(0.2)))),
        Math.fround(eta + radius * between(-1, 1)),
        Math.fround(Math.atan2(Math.sin(angle), Math.cos(angle))),
      ] as const;
    });
  });
}

/** `[jets, 64, 3]`, row-major, zeros where padded. */
export function padded(jets: readonly ConstituentList[]): Float32Array {
  const data = new Float32Array(jets.length * 64 * 3);
  jets.forEach((jet, at) => data.set(jet.flat(), at * 64 * 3));
  return data;
}
