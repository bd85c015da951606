// Clustering as its definition reads: all pairs and all beam distances at every step, O(N³). For tests.
import type { Momenta } from '../../event.ts';
import { azimuth, rapidity } from '../momentum.ts';

/** Constituents of every jet, each ascending, in order of the first of them. */
export function clusterObviously({ px, py, pz, energy }: Momenta, p: number, radius: number): number[][] {
  let pseudojets = Array.from(px, (_, i) => ({ sum: [px[i]!, py[i]!, pz[i]!, energy[i]!] as number[], of: [i] }));
  const jets: number[][] = [];
  while (pseudojets.length > 0) {
    const known = pseudojets.map((pseudojet) => {
      const [x, y, z, e] = pseudojet.sum as [number, number, number, number];
      const pt2 = x * x + y * y;
      return { pseudojet, y: rapidity(pt2, z, e), phi: azimuth(x, y), weight: Math.max(pt2, 1e-300) ** p };
    });
    let least = Infinity;
    let merged: typeof pseudojets = [];
    known.forEach((a, i) => {
      if (a.weight < least) [least, merged] = [a.weight, [a.pseudojet]];
      for (const b of known.slice(0, i)) {
        const dphi = Math.PI - Math.abs(Math.PI - Math.abs(a.phi - b.phi));
        const d = (Math.min(a.weight, b.weight) * ((a.y - b.y) ** 2 + dphi ** 2)) / radius ** 2;
        if (d < least) [least, merged] = [d, [a.pseudojet, b.pseudojet]];
      }
    });
    pseudojets = pseudojets.filter((pseudojet) => !merged.includes(pseudojet));
    const [a, b] = merged as [(typeof merged)[0], (typeof merged)[0]?];
    if (b) pseudojets.push({ sum: a.sum.map((x, i) => x + b.sum[i]!), of: [...a.of, ...b.of] });
    else jets.push(a.of.toSorted((i, j) => i - j));
  }
  return jets.toSorted((a, b) => a[0]! - b[0]!);
}
