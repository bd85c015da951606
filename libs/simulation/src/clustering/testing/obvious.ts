// Clustering as its definition reads: all pairs and all beam distances at every step, O(N³). For tests.
import type { Momenta } from '../../event.ts';
import { azimuth, rapidity } from '../momentum.ts';

type Sum = [number, number, number, number];

/** What a pseudojet's weight is a power of, and the square of the distance of two in units of R². */
interface Measure {
  readonly scale2: (a: Sum) => number;
  readonly apart: (a: Sum, b: Sum, radius: number) => number;
}

/** pT, y and φ. */
export const hadronic: Measure = {
  scale2: ([x, y]) => x * x + y * y,
  apart: (a, b, radius) => {
    const [ya, yb] = [a, b].map(([x, y, z, e]) => rapidity(x * x + y * y, z, e)) as [number, number];
    const dphi = Math.PI - Math.abs(Math.PI - Math.abs(azimuth(a[0], a[1]) - azimuth(b[0], b[1])));
    return ((ya - yb) ** 2 + dphi ** 2) / radius ** 2;
  },
};

/** Energies and angles, for R up to π. */
export const leptonic: Measure = {
  scale2: ([, , , e]) => e * e,
  apart: (a, b, radius) => {
    const cosine = (a[0] * b[0] + a[1] * b[1] + a[2] * b[2]) / Math.hypot(a[0], a[1], a[2]) / Math.hypot(b[0], b[1], b[2]); // prettier-ignore
    return (1 - cosine) / (1 - Math.cos(radius));
  },
};

/** Constituents of every jet, each ascending, in order of the first of them. */
export function clusterObviously(
  { px, py, pz, energy }: Momenta,
  p: number,
  radius: number,
  { scale2, apart } = hadronic,
): number[][] {
  let pseudojets = Array.from(px, (_, i) => ({ sum: [px[i]!, py[i]!, pz[i]!, energy[i]!] as Sum, of: [i] }));
  const jets: number[][] = [];
  while (pseudojets.length > 0) {
    const known = pseudojets.map((pseudojet) => ({ pseudojet, weight: Math.max(scale2(pseudojet.sum), 1e-300) ** p }));
    let least = Infinity;
    let merged: typeof pseudojets = [];
    known.forEach((a, i) => {
      if (a.weight < least) [least, merged] = [a.weight, [a.pseudojet]];
      for (const b of known.slice(0, i)) {
        const d = Math.min(a.weight, b.weight) * apart(a.pseudojet.sum, b.pseudojet.sum, radius);
        if (d < least) [least, merged] = [d, [a.pseudojet, b.pseudojet]];
      }
    });
    pseudojets = pseudojets.filter((pseudojet) => !merged.includes(pseudojet));
    const [a, b] = merged as [(typeof merged)[0], (typeof merged)[0]?];
    if (b) pseudojets.push({ sum: a.sum.map((x, i) => x + b.sum[i]!) as Sum, of: [...a.of, ...b.of] });
    else jets.push(a.of.toSorted((i, j) => i - j));
  }
  return jets.toSorted((a, b) => a[0]! - b[0]!);
}
