// One event through the detector: deposits, resolution, thresholds, positions; and the photons of the hard process.
import { InputError, type Key } from '@jetdemon/workflow';
import { hash } from 'node:crypto';
import type { GeneratedEvent, TowerEvent } from '../event.ts';
import { depositTowers } from './deposit.ts';
import { phiEdge, type Detector, type Row } from './detector.ts';
import { photonsOf } from './photons.ts';
import { logNormal, sigmaGeV } from './resolution.ts';
import { scheduleOf, threefry } from './threefry.ts';

/**
 * Measures an event as Delphes 3.4.1 does (arXiv:1307.6346, §3): the sum of each tower is smeared log-normally with the
 * resolution at its centre and multiplied by `scale`, then towers are kept with E ≥ energyMinGeV and E ≥ significanceMin σ(E), both of that
 * energy, and put at a place within their edges. Photons of the hard process are listed as they were generated, with what
 * they became where they split.
 *
 * What a tower draws depends on `key`, the event and the number of the tower in its calorimeter, and on nothing else: not
 * on other towers, thresholds, or the events before it. An event is known by its number and the px of all its particles, so
 * that events that have the same number in different files share no noise, wherever they stand.
 *
 * @param scale of the measured energies, 1 of a calorimeter that is calibrated
 * @throws InputError for a particle without finite numbers
 */
export function simulate(event: GeneratedEvent, detector: Detector, key: Key, scale = 1): TowerEvent {
  requireFinite(event);
  const raw = depositTowers(event.particles, detector);
  const count = raw.tower.length;
  const calorimeter = new Uint8Array(count);
  const energyGeV = new Float64Array(count);
  const eta = new Float64Array(count);
  const phi = new Float64Array(count);
  const schedule = scheduleOf(wordsOf(event, key));
  const counter = new Int32Array(4);
  const drawn = new Int32Array(4);
  let kept = 0;
  let row = 0;
  for (let index = 0; index < count; index++) {
    const tower = raw.tower[index]!;
    while (tower >= detector.rows[row]!.firstTower + detector.rows[row]!.phiBins) row += 1;
    const at = detector.rows[row]!;
    counter[0] = tower - at.calorimeter.firstTower;
    counter[1] = at.calorimeter.index;
    threefry(schedule, counter, drawn);
    const energy = scale * smeared(at, raw.energyGeV[index]!, drawn);
    if (!isSeen(at, energy)) continue;
    calorimeter[kept] = at.calorimeter.column;
    energyGeV[kept] = energy;
    place(at, tower, drawn, kept, eta, phi);
    kept += 1;
  }
  const towers = {
    calorimeter: calorimeter.subarray(0, kept),
    energyGeV: energyGeV.subarray(0, kept),
    eta: eta.subarray(0, kept),
    phi: phi.subarray(0, kept),
  };
  return { event: event.event, weight: event.weight, towers, photons: photonsOf(event.particles) };
}

/** In (0, 1). */
const uniform = (word: number) => ((word >>> 0) + 0.5) / 2 ** 32;

/** The first two words become a normal number: Box and Muller, Ann. Math. Stat. 29 (1958) 610. */
function smeared(row: Row, energyGeV: number, drawn: Int32Array): number {
  const normal = Math.sqrt(-2 * Math.log(uniform(drawn[0]!))) * Math.cos(2 * Math.PI * uniform(drawn[1]!));
  return logNormal(energyGeV, sigmaGeV(row, energyGeV), normal);
}

function isSeen(row: Row, energyGeV: number): boolean {
  const { energyMinGeV, significanceMin } = row.calorimeter;
  return energyGeV > 0 && energyGeV >= energyMinGeV && energyGeV >= significanceMin * sigmaGeV(row, energyGeV);
}

/** The last two words become the place. */
function place(row: Row, tower: number, drawn: Int32Array, at: number, eta: Float64Array, phi: Float64Array): void {
  const { etaLow, etaHigh, phiBins, firstTower, calorimeter } = row;
  const low = phiEdge(phiBins, tower - firstTower);
  const high = phiEdge(phiBins, tower - firstTower + 1);
  eta[at] = etaLow + (etaHigh - etaLow) * (calorimeter.drawsPosition ? uniform(drawn[2]!) : 0.5);
  phi[at] = low + (high - low) * (calorimeter.drawsPosition ? uniform(drawn[3]!) : 0.5);
}

/** The key of one event as four words. */
function wordsOf({ event, particles: { px } }: GeneratedEvent, key: Key): [number, number, number, number] {
  const content = hash('sha256', px, 'hex');
  const draw = key.split(event).split(content).uniform();
  const word = () => (draw() * 2 ** 32) | 0;
  return [word(), word(), word(), word()];
}

function requireFinite({ event, particles }: GeneratedEvent): void {
  const { pdgId, px, py, pz, energy, x, y, z } = particles;
  for (let at = 0; at < px.length; at += 1) {
    if (Number.isFinite(px[at]! + py[at]! + pz[at]! + energy[at]! + x[at]! + y[at]! + z[at]!)) continue;
    const numbers = Object.entries({ px, py, pz, energy, x, y, z });
    const wrong = numbers.find(([, values]) => !Number.isFinite(values[at]));
    if (!wrong) continue;
    const who = `event ${event}, particle ${at} (PDG code ${pdgId[at]})`;
    throw new InputError(`${who}: expected a finite ${wrong[0]}, found ${wrong[1][at]}`);
  }
}
