// The acceptance gates of §III.B: how far the background may be moved before a validation would notice.
import type { Checked } from './preserved.ts';

/** Largest Kolmogorov-Smirnov distance of perturbed from unperturbed background, by what is compared. */
export type Gates = Partial<Readonly<Record<Checked, number>>>;

/** §III.B of arXiv:1910.08606. */
export const paperGates: Gates = { mass: 0.04, pt: 0.04, score: 0.02 };

/** The gates that the distances fail; a distance passes when it is below its limit. */
export function failedGates(gates: Gates, distances: Gates): Checked[] {
  return (Object.keys(gates) as Checked[]).filter((name) => !(distances[name]! < gates[name]!));
}
