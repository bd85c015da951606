// Particles into towers: whose energy, how much of it, and where. No resolution and no threshold: see simulate.ts.
import type { Particles } from '../event.ts';
import { chargeOf } from '../events/pdg.ts';
import { towerAt, type Detector } from './detector.ts';
import { enter } from './propagate.ts';

/** Towers that got energy, by ascending number (see `Detector`); both arrays [towers]. */
export interface RawTowers {
  readonly tower: Int32Array;
  /** Sum of what the particles left, before smearing [GeV]. */
  readonly energyGeV: Float64Array;
}

/** Room for the number of a hit beside that of its tower (below 10⁷) in the 53 bits of a double. */
const hitsMax = 2 ** 29;

/** Lets every particle leave its shares of energy where it enters the calorimeters; what misses them is lost. */
export function depositTowers(particles: Particles, detector: Detector): RawTowers {
  const { solenoid, calorimeters, shares, sharesElse } = detector;
  const count = particles.pdgId.length;
  const hits = new Float64Array(count * calorimeters.length);
  const left = new Float64Array(hits.length);
  const entry = new Float64Array(2);
  let hit = 0;
  for (let index = 0; index < count; index += 1) {
    const pdgId = particles.pdgId[index]!;
    const mine = shares.get(Math.abs(pdgId)) ?? sharesElse;
    if (mine.length === 0 || !enter(solenoid, particles, index, chargeOf(pdgId), entry)) continue;
    for (const { calorimeter, share } of mine) {
      const tower = towerAt(detector, calorimeter, entry[0]!, entry[1]!);
      if (tower < 0) continue;
      hits[hit] = tower * hitsMax + hit;
      left[hit] = share * particles.energy[index]!;
      hit += 1;
    }
  }
  return summed(hits.subarray(0, hit).sort(), left);
}

/** Sums hits tower by tower, in the order of the particles. */
function summed(hits: Float64Array, left: Float64Array): RawTowers {
  const tower = new Int32Array(hits.length);
  const energyGeV = new Float64Array(hits.length);
  let last = -1;
  for (const hit of hits) {
    const number = Math.floor(hit / hitsMax);
    if (last < 0 || tower[last] !== number) tower[(last += 1)] = number;
    energyGeV[last]! += left[hit - number * hitsMax]!;
  }
  return { tower: tower.subarray(0, last + 1), energyGeV: energyGeV.subarray(0, last + 1) };
}
