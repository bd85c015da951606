// The cut-flow of a selection: per class what each cut left of the events, with efficiencies and their errors.
// cutflow.json is a `Cutflow`; cutflow-text.ts writes the same as a table.
import type { Cutflow, CutflowStep } from '@jetdemon/artifacts';
import { binomialInterval } from '@jetdemon/statistics';

export type Efficiency = NonNullable<CutflowStep['efficiency']>;

export type JetClass = keyof Cutflow['classes'];

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
