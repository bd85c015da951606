// A detector ready for use: its card as flat tables of rows (the towers between two edges in η) and towers.
// Towers are numbered through: calorimeter by calorimeter, in ascending η, then from φ = -π on.
import { chargeOf } from '../events/pdg.ts';
import { etaEdgesOf, type DetectorCard } from './card.ts';

/** Bins are (low, high], as the search in Delphes has it. */
export interface Calorimeter {
  /** Its place among those of the detector. */
  readonly index: number;
  /** Column `calorimeter` of towers: 0 electromagnetic, 1 hadronic. */
  readonly column: 0 | 1;
  /** [rows + 1], increasing. */
  readonly etaEdges: Float64Array;
  /** Number of the first row, and of the first tower, among those of the detector. */
  readonly firstRow: number;
  readonly firstTower: number;
  readonly energyMinGeV: number;
  readonly significanceMin: number;
  readonly drawsPosition: boolean;
}

/** Towers between two edges in η. */
export interface Row {
  readonly calorimeter: Calorimeter;
  readonly etaLow: number;
  readonly etaHigh: number;
  readonly phiBins: number;
  readonly firstTower: number;
  /** σ(E)² = C² E² + S² E + N² [GeV] at the centre of the row. */
  readonly constant: number;
  readonly stochasticSqrtGeV: number;
  readonly noiseGeV: number;
}

export interface Detector {
  readonly solenoid: DetectorCard['solenoid'];
  readonly calorimeters: readonly Calorimeter[];
  readonly rows: readonly Row[];
  /** Number of towers. */
  readonly towers: number;
  /** What a particle of this PDG code leaves; the same object whenever it is asked. */
  readonly leaves: (pdgId: number) => Leaves;
}

export interface Leaves {
  /** Of the particle [e]. */
  readonly charge: number;
  /** Shares of its energy; none for a particle that leaves nothing. */
  readonly shares: readonly Share[];
}

export interface Share {
  readonly calorimeter: Calorimeter;
  readonly share: number;
}

/** Shares below this leave no tower, as in Delphes. */
const shareMin = 1e-9;

/** Builds the tables of a card. */
export function detectorOf(card: DetectorCard): Detector {
  const calorimeters: Calorimeter[] = [];
  const rows: Row[] = [];
  let towers = 0;
  for (const each of card.calorimeters) {
    const etaEdges = Float64Array.from([
      ...each.towers.flatMap((ring) => etaEdgesOf(ring).slice(0, -1)),
      etaEdgesOf(each.towers.at(-1)!).at(-1)!,
    ]);
    const phiBins = each.towers.flatMap((ring) =>
      etaEdgesOf(ring)
        .slice(1)
        .map(() => ring.phiBins),
    );
    const { energyMinGeV, significanceMin } = each;
    const column = each.measures === 'hadronic' ? 1 : 0;
    const drawsPosition = each.position === 'uniform';
    const first = { index: calorimeters.length, firstRow: rows.length, firstTower: towers };
    const calorimeter: Calorimeter = { column, etaEdges, ...first, energyMinGeV, significanceMin, drawsPosition };
    calorimeters.push(calorimeter);
    phiBins.forEach((bins, index) => {
      const [etaLow, etaHigh] = [etaEdges[index]!, etaEdges[index + 1]!];
      const centre = Math.abs(etaLow + etaHigh) / 2;
      const { constant, stochasticSqrtGeV, noiseGeV } = each.resolution.find(({ absEtaMax }) => centre <= absEtaMax)!;
      const resolution = { constant, stochasticSqrtGeV, noiseGeV };
      rows.push({ calorimeter, etaLow, etaHigh, phiBins: bins, firstTower: towers, ...resolution });
      towers += bins;
    });
  }

  const fractions = card.calorimeters.map(({ energyFractions }) => energyFractions);
  const sharesOf = (id: string): Share[] =>
    fractions
      .map((one, index) => ({ calorimeter: calorimeters[index]!, share: one.byPdgId[id] ?? one.default }))
      .filter(({ share }) => share >= shareMin);
  const named = new Set(fractions.flatMap(({ byPdgId }) => Object.keys(byPdgId)));
  const shares = new Map([...named].map((id) => [Number(id), sharesOf(id)]));
  const sharesElse = sharesOf('default');
  const known = new Map<number, Leaves>();
  const leaves = (pdgId: number): Leaves => {
    let found = known.get(pdgId);
    if (!found) {
      found = { charge: chargeOf(pdgId), shares: shares.get(Math.abs(pdgId)) ?? sharesElse };
      known.set(pdgId, found);
    }
    return found;
  };
  return { solenoid: card.solenoid, calorimeters, rows, towers, leaves };
}

/** Number of the tower of a calorimeter that (η, φ) falls into, -1 outside its range; φ in [-π, π]. */
export function towerAt(detector: Detector, { etaEdges, firstRow }: Calorimeter, eta: number, phi: number): number {
  if (!(eta > etaEdges[0]!) || !(eta <= etaEdges[etaEdges.length - 1]!)) return -1;
  let low = 0;
  let high = etaEdges.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (etaEdges[middle]! < eta) low = middle;
    else high = middle;
  }
  const { firstTower, phiBins } = detector.rows[firstRow + low]!;
  let bin = Math.ceil(((phi + Math.PI) * phiBins) / (2 * Math.PI)) - 1;
  if (phi <= phiEdge(phiBins, bin)) bin -= 1;
  else if (phi > phiEdge(phiBins, bin + 1)) bin += 1;
  // The circle closes: φ = -π is φ = π, in the last tower.
  return firstTower + (bin < 0 || bin >= phiBins ? phiBins - 1 : bin);
}

/** Lower edge in φ of a bin; that of the bin after the last one is π. */
export const phiEdge = (phiBins: number, bin: number): number => ((bin - phiBins / 2) * Math.PI) / (phiBins / 2);

export interface Edges {
  readonly calorimeter: Calorimeter;
  readonly etaLow: number;
  readonly etaHigh: number;
  readonly phiLow: number;
  readonly phiHigh: number;
}

/** Where the tower of this number lies. */
export function edgesOf({ rows }: Detector, tower: number): Edges {
  const row = rows.findLast(({ firstTower }) => firstTower <= tower)!;
  const { calorimeter, etaLow, etaHigh, phiBins, firstTower } = row;
  const bin = tower - firstTower;
  return { calorimeter, etaLow, etaHigh, phiLow: phiEdge(phiBins, bin), phiHigh: phiEdge(phiBins, bin + 1) };
}
