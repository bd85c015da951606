// The generalised-kt family: which power of pT weighs the distance of two pseudojets.
// d_ij = min(pT_i^2p, pT_j^2p) ΔR_ij² / R², d_iB = pT_i^2p, ΔR² = Δy² + Δφ² with the rapidity y.
// Eqs. (1a) and (1b) of M. Cacciari, G. P. Salam, G. Soyez, JHEP 04 (2008) 063 (arXiv:0802.1189). Of e⁺e⁻ events the same
// with E for pT and (1 - cos θ_ij) / (1 - cos R) for ΔR_ij² / R²: "Generalised kt algorithm for e+e- collisions" in the
// FastJet user manual (arXiv:1111.6097).
import { InputError } from '@jetdemon/workflow';

/** p by name; `genkt` and `ee-genkt` take any. */
export const algorithms = { antikt: -1, 'cambridge-aachen': 0, kt: 1 } as const;

export type Algorithm = keyof typeof algorithms | 'genkt' | 'ee-genkt';

/**
 * The p of an algorithm.
 * @param p for `genkt`, for `ee-genkt` (default -1), and only for them, any finite number
 */
export function powerOf(algorithm: Algorithm, p?: number): number {
  if (algorithm !== 'genkt' && algorithm !== 'ee-genkt') {
    if (p === undefined) return algorithms[algorithm];
    throw new InputError(`p: expected only with algorithm genkt or ee-genkt, found ${p} with ${algorithm}`);
  }
  const power = p ?? (algorithm === 'ee-genkt' ? -1 : undefined);
  if (power !== undefined && Number.isFinite(power)) return power;
  throw new InputError(`p: expected a finite number for algorithm ${algorithm}, found ${p}`);
}

/** Below it and above its inverse, pT² is taken for it, so that every distance stays a number; FastJet's choice. */
const TINY = 1e-300;

/** pT^2p of a pT² [GeV²], or E^2p of an E², within [1e-300, 1e300] for p other than 0 and 1. */
export function scaleOf(pt2: number, p: number): number {
  if (p === -1) return pt2 > TINY ? 1 / pt2 : 1 / TINY;
  if (p === 1) return pt2;
  if (p === 0) return 1;
  return Math.min(1 / TINY, Math.max(TINY, Math.max(pt2, TINY) ** p));
}
