// Achieved displacements of attacked jets, which stand in perturbation.json beside what was asked for.
import type { Achieved, Shift } from '@jetdemon/artifacts';
import { jetKinematics, wrapPhi, type Jets } from '@jetdemon/data';

/** A perturbation that is measured piece by piece. */
export interface PerturbationMeter {
  /**
   * Compares jets slot by slot: `after` holds each constituent where `before` holds it, so it is not yet in order of pT. Where
   * a jet of any piece has grown, all are compared as a whole alone.
   *
   * @param rows the jets that were attacked; the others do not count
   */
  add(before: Jets, after: Jets, rows: Int32Array): void;
  /** Of all jets so far. */
  result(): Achieved;
}

/** `PerturbationMeter.add` and `result` for jets that are there as a whole. */
export function measurePerturbation(before: Jets, after: Jets, rows: Int32Array): Achieved {
  const meter = perturbationMeter();
  meter.add(before, after, rows);
  return meter.result();
}

export function perturbationMeter(): PerturbationMeter {
  let jets = 0;
  let grew = false;
  const [pt, eta, phi, jetPt, jetMass] = [summary(), summary(), summary(), summary(), summary()];
  const add: PerturbationMeter['add'] = (before, after, rows) => {
    jets += rows.length;
    const [jetsBefore, jetsAfter] = [jetKinematics(before), jetKinematics(after)];
    grew ||= before.ptTeV.length !== after.ptTeV.length;
    for (const row of rows) {
      for (let i = before.offsets[row]!; !grew && i < before.offsets[row + 1]!; i++) {
        pt.add(after.ptTeV[i]! / before.ptTeV[i]! - 1);
        eta.add(after.eta[i]! - before.eta[i]!);
        phi.add(wrapPhi(after.phi[i]! - before.phi[i]!));
      }
      jetPt.add(jetsAfter.ptTeV[row]! / jetsBefore.ptTeV[row]! - 1);
      const mass = jetsBefore.massTeV[row]!;
      if (mass > 0) jetMass.add(jetsAfter.massTeV[row]! / mass - 1);
    }
  };
  const result = (): Achieved => ({
    jets,
    constituents: grew ? 0 : pt.count(),
    constituent: grew
      ? { relativePt: summary().shift(), eta: summary().shift(), phi: summary().shift() }
      : { relativePt: pt.shift(), eta: eta.shift(), phi: phi.shift() },
    jet: { relativePt: jetPt.shift(), relativeMass: jetMass.shift() },
  });
  return { add, result };
}

function summary() {
  let count = 0;
  // sum, sum of squares and largest: numbers of an array are changed in place
  const totals = new Float64Array(3);
  return {
    add(shift: number): void {
      count++;
      totals[0]! += shift;
      totals[1]! += shift * shift;
      totals[2] = Math.max(totals[2]!, Math.abs(shift));
    },
    count: () => count,
    shift(): Shift {
      const [sum, squares, largest] = totals as unknown as [number, number, number];
      return { mean: sum / Math.max(1, count), rms: Math.sqrt(squares / Math.max(1, count)), largest };
    },
  };
}
