// Particles into towers: whose energy, how much of it, and where. No resolution and no threshold: see simulate.ts.
import type { Particles } from '../event.ts';
import { towerAt, type Detector } from './detector.ts';
import { enter } from './propagate.ts';

/** Towers that got energy, by ascending number (see `Detector`); both arrays [towers]. */
export interface RawTowers {
  readonly tower: Int32Array;
  /** Sum of what the particles left, before smearing [GeV]. */
  readonly energyGeV: Float64Array;
}

/** Per tower 1 + its place among those that got energy, 0 for none: all 0 between events. */
let places = new Int32Array(0);
/** By place, the tower and what it got. */
let numbers = new Int32Array(0);
let sums = new Float64Array(0);

/** Lets every particle leave its shares of energy where it enters the calorimeters; what misses them is lost. */
export function depositTowers(particles: Particles, detector: Detector): RawTowers {
  const { solenoid, calorimeters, towers } = detector;
  const { pdgId, energy } = particles;
  if (places.length < towers) places = new Int32Array(towers);
  const most = pdgId.length * calorimeters.length;
  if (numbers.length < most) {
    numbers = new Int32Array(2 * most);
    sums = new Float64Array(2 * most);
  }
  const entry = new Float64Array(2);
  let count = 0;
  for (let index = 0; index < pdgId.length; index++) {
    const { charge, shares } = detector.leaves(pdgId[index]!);
    if (shares.length === 0 || !enter(solenoid, particles, index, charge, entry)) continue;
    for (const { calorimeter, share } of shares) {
      const tower = towerAt(detector, calorimeter, entry[0]!, entry[1]!);
      if (tower < 0) continue;
      if (places[tower] === 0) {
        sums[count] = 0;
        numbers[count++] = tower;
        places[tower] = count;
      }
      sums[places[tower]! - 1]! += share * energy[index]!;
    }
  }
  const tower = numbers.slice(0, count).sort();
  const energyGeV = new Float64Array(count);
  for (let at = 0; at < count; at++) {
    energyGeV[at] = sums[places[tower[at]!]! - 1]!;
    places[tower[at]!] = 0;
  }
  return { tower, energyGeV };
}
