// The cut-flow of a selection: per class what each cut left of the events, with efficiencies and their errors.
// cutflow.json is a `Cutflow`; cutflow-text.ts writes the same as a table.
import { binomialInterval } from '@jetdemon/statistics';

/** A share of events and its interval of 68.27% content. */
export interface Efficiency {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** What is left after a cut and all before it. */
export interface CutflowStep {
  readonly cut: string;
  readonly events: number;
  /** Sum of their weights. */
  readonly weight: number;
  /** Of those that the cut before left, see `efficiency`; null where undefined and in the first row. */
  readonly efficiency: Efficiency | null;
  /** Of all events, likewise. */
  readonly cumulative: Efficiency | null;
}

export type JetClass = 'background' | 'signal';

export interface Cutflow {
  /** A class without inputs is absent; first row 'all events', then one per cut. */
  readonly classes: { readonly [name in JetClass]?: readonly CutflowStep[] };
  /** Events of which at least one jet was removed as a photon's; absent where photons were not looked at. */
  readonly photonJetsRemoved?: { readonly [name in JetClass]?: number };
  /** Of these, events in which a photon had split into quarks or leptons. */
  readonly splitPhotonsRemoved?: { readonly [name in JetClass]?: number };
}

/** Events counted, with Σw and Σw². */
interface Sums {
  events: number;
  weight: number;
  weight2: number;
}

/** Counts the events of one class cut by cut. */
export class CutflowTally {
  readonly #rows: readonly (Sums & { readonly cut: string })[];

  constructor(cuts: readonly string[]) {
    this.#rows = ['all events', ...cuts].map((cut) => ({ cut, events: 0, weight: 0, weight2: 0 }));
  }

  /** @param passed how many cuts the event passed, in order, before one failed */
  add(weight: number, passed: number): void {
    for (const row of this.#rows.slice(0, passed + 1)) {
      row.events++;
      row.weight += weight;
      row.weight2 += weight * weight;
    }
  }

  steps(): CutflowStep[] {
    return this.#rows.map((row, at) => ({
      cut: row.cut,
      events: row.events,
      weight: row.weight,
      efficiency: at === 0 ? null : efficiency(row, this.#rows[at - 1]!),
      cumulative: at === 0 ? null : efficiency(row, this.#rows[0]!),
    }));
  }
}

/**
 * ε = Σw after / Σw before, with Wilson's interval at the effective number of events before, (Σw)² / Σw²: their number
 * when weights are equal. Null where Σw before is not > 0, or where negative weights put ε outside [0, 1].
 */
export function efficiency(after: Pick<Sums, 'weight'>, before: Pick<Sums, 'weight' | 'weight2'>): Efficiency | null {
  if (!(before.weight > 0)) return null;
  const value = after.weight / before.weight;
  if (!(value >= 0 && value <= 1)) return null;
  return { value, ...binomialInterval(value, before.weight ** 2 / before.weight2) };
}
