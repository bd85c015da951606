// Momenta for tests of clustering.
import type { Momenta } from '../../event.ts';
import type { ReferenceEvent } from '../../testing/reference.ts';
import { keyOf } from '@jetdemon/workflow';
import { towerMomenta } from '../momentum.ts';

/** Columns of (px, py, pz, E) rows. */
export function momentaOf(rows: readonly (readonly [number, number, number, number])[]): Momenta {
  const column = (at: 0 | 1 | 2 | 3) => Float64Array.from(rows, (row) => row[at]);
  return { px: column(0), py: column(1), pz: column(2), energy: column(3) };
}

/** A massless momentum. */
export function massless(pt: number, rapidity: number, phi: number): [number, number, number, number] {
  return [pt * Math.cos(phi), pt * Math.sin(phi), pt * Math.sinh(rapidity), pt * Math.cosh(rapidity)];
}

export const towersOf = ({ towers }: ReferenceEvent): Momenta =>
  towerMomenta({
    calorimeter: Uint8Array.from(towers, ([calorimeter]) => calorimeter),
    energyGeV: Float64Array.from(towers, ([, energy]) => energy),
    eta: Float64Array.from(towers, ([, , eta]) => eta),
    phi: Float64Array.from(towers, ([, , , phi]) => phi),
  });

const neutrinosAndMuons = new Set([12, 13, 14, 16]);

/** Visible particles of |η| < 5, massive, as the reference's particle jets have them. */
export const visibleOf = ({ particles }: ReferenceEvent): Momenta =>
  momentaOf(
    particles
      .filter(([id, px, py, pz]) => {
        const eta = Math.asinh(pz / Math.hypot(px, py));
        return !neutrinosAndMuons.has(Math.abs(id)) && Math.abs(eta) < 5;
      })
      .map(([, px, py, pz, energy]) => [px, py, pz, energy]),
  );

/**
 * Random particles, some of them in narrow sprays, many at φ = ±π, some far forward, along the beam, alike or massive.
 * With `lattice` coordinates are multiples of 1/4, so that many distances are equal.
 */
export function randomMomenta(seed: number, count: number, lattice = false): Momenta {
  const uniform = keyOf(seed).uniform();
  const rows: [number, number, number, number][] = [];
  const snap = (x: number) => (lattice ? Math.round(4 * x) / 4 : x);
  let [y, phi] = [0, 0];
  for (let i = 0; i < count; i++) {
    const kind = uniform();
    if (kind < 0.3 && i > 0) {
      y += 0.2 * (uniform() - 0.5);
      phi += 0.2 * (uniform() - 0.5);
    } else {
      y = kind > 0.95 ? 40 * (uniform() - 0.5) : 8 * (uniform() - 0.5);
      phi = kind < 0.5 ? Math.PI + 0.01 * (uniform() - 0.5) : 2 * Math.PI * uniform();
    }
    const pt = lattice ? 1 : 0.2 - 5 * Math.log(1 - uniform());
    if (kind > 0.99) rows.push([0, 0, 10 * uniform(), 10]);
    else if (kind > 0.93 && i > 0) rows.push([...rows[i - 1]!]);
    else {
      const [px, py, pz, energy] = massless(pt, snap(y), snap(phi));
      rows.push([px, py, pz, uniform() < 0.5 ? energy : Math.hypot(energy, 0.14)]);
    }
  }
  return momentaOf(rows);
}
