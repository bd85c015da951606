// The Square attack on sets of constituents: a random search among the corners of the box, by scores alone.
import type { QueriedAttack } from '../loop/attack.ts';
import { box } from '../threat/box.ts';
import type { Scales } from '../threat/budget.ts';

export interface SquareOptions {
  /** Move per iteration: relative in pT, absolute in η and φ. */
  readonly epsilon?: Scales;
  /** The box is that of so many moves at once, which are applied as one. */
  readonly iterations?: number;
  /** How often the classifier is asked about each jet. */
  readonly queries?: number;
}

/**
 * J ↦ J (1 + n ε_pT δ) + n ε_Ω δ with every coordinate of δ ± 1. δ is drawn at random; then, one query after the other, new
 * signs are drawn for a share of the constituents and kept where the classifier finds the jet less like signal.
 *
 * Andriushchenko et al., arXiv:1912.00049, Algorithm 1 with its schedule of shares (§3.1): the windows of an image are here
 * sets of constituents. It needs no gradient, so that it attacks trees too, and no more of the classifier than its output.
 *
 * @example square({ epsilon: { pt: 0.001, eta: 0.001, phi: 0.001 }, iterations: 10, queries: 200 })
 */
export function square({
  epsilon = { pt: 0.001, eta: 0.001, phi: 0.001 },
  iterations = 10,
  queries = 200,
}: SquareOptions = {}): QueriedAttack {
  return {
    needs: 'scores',
    iterations: 1,
    directionOf: 'original',
    queries,
    share: (query) => shareAt(query / queries),
    threat: box({ pt: iterations * epsilon.pt, eta: iterations * epsilon.eta, phi: iterations * epsilon.phi }),
  };
}

/** Parts of all queries after which the share of what changes is halved. */
const halvings = [0.001, 0.005, 0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8];

/** Of the constituents that a query changes, from 80% on. */
const shareAt = (part: number): number => 0.8 / 2 ** halvings.filter((after) => part > after).length;
