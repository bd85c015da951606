// Inclusive jets of one event by a sequential-recombination algorithm of the generalised-kt family, for hadrons or e⁺e⁻.
import { InputError } from '@jetdemon/workflow';
import type { Momenta } from '../event.ts';
import { powerOf, type Algorithm } from './algorithm.ts';
import { chord2Of, directionsOf } from './directions.ts';
import { clusteringOf, type Clustering } from './history.ts';
import { clusterPlain } from './n2-plain.ts';
import { clusterTiled } from './n2-tiled.ts';
import { pseudojetsOf } from './pseudojets.ts';

export type Strategy = 'auto' | 'n2' | 'tiled';

export interface ClusterOptions {
  readonly algorithm: Algorithm;
  /** p of algorithms genkt and ee-genkt. */
  readonly p?: number;
  /** R > 0; an angle for ee-genkt, for which more than π is one jet. */
  readonly radius: number;
  /** How, never what: jets are the same, bit by bit; ee-genkt has no tiles. */
  readonly strategy?: Strategy;
}

/** Above it the tiled strategy is faster. */
const PLAIN_UP_TO = 15;
/** GeV; squares of sums of larger ones are not numbers. */
const LARGEST = 1e130;
const LARGEST_RADIUS = 1e4;

/**
 * Merges the pair of least d_ij = min(pT_i^2p, pT_j^2p) (Δy² + Δφ²) / R² (E-scheme), or takes the pseudojet of least
 * d_iB = pT_i^2p for a jet, until nothing is left; eqs. (1a), (1b) of arXiv:0802.1189. With `ee-genkt`
 * d_ij = min(E_i^2p, E_j^2p) (1 - cos θ_ij) / (1 - cos R), with 3 + cos R for R > π, and d_iB = E_i^2p (arXiv:1111.6097).
 * All arrays are [particles]; none is a valid event. Equal distances, which only degenerate events have, go in the order
 * that n2-plain.ts states.
 * @param where names the event in errors
 */
export function cluster(momenta: Momenta, options: ClusterOptions, where?: string): Clustering {
  const { algorithm, p, radius, strategy = 'auto' } = options;
  const power = powerOf(algorithm, p);
  if (!(radius > 0 && radius <= LARGEST_RADIUS))
    throw new InputError(`radius: expected a number above 0 and at most ${LARGEST_RADIUS}, found ${radius}`, where);
  check(momenta, where);
  if (algorithm === 'ee-genkt') {
    if (strategy === 'tiled')
      throw new InputError('strategy: expected auto or n2 with algorithm ee-genkt, found tiled', where);
    const nodes = directionsOf(momenta, power);
    clusterPlain(nodes, chord2Of(radius));
    return clusteringOf(nodes);
  }
  const nodes = pseudojetsOf(momenta, power);
  const plain = strategy === 'n2' || (strategy === 'auto' && nodes.particles <= PLAIN_UP_TO);
  (plain ? clusterPlain : clusterTiled)(nodes, radius * radius);
  return clusteringOf(nodes);
}

function check({ px, py, pz, energy }: Momenta, where?: string): void {
  for (let i = 0; i < px.length; i++) {
    const largest = Math.max(Math.abs(px[i]!), Math.abs(py[i]!), Math.abs(pz[i]!), Math.abs(energy[i]!));
    if (!(largest < LARGEST))
      throw new InputError(
        `particle ${i}: expected a finite four-momentum, found (${px[i]}, ${py[i]}, ${pz[i]}, ${energy[i]}) GeV`,
        where,
      );
  }
}
