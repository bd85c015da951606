// Jets as statistics see them: class, weight, and what was measured of each.
import type { ObservableName } from '@jetdemon/artifacts';

export type Numbers = Float32Array | Float64Array;

/** Values of observables, in the units that `shownUnit` says, `[jets]` each; those that a measurement asks for must be there. */
export interface ScoredJets extends Readonly<Partial<Record<ObservableName, Float32Array>>> {
  /** 0 background, 1 signal. */
  readonly label: Uint8Array;
  /**
   * Of which the sum of each class is its number of jets (see `relativeWeights`); without these every jet counts once.
   */
  readonly weight?: Float64Array | undefined;
  readonly score: Float32Array;
  /** Columns of the user's own by name, which no attack moves. */
  readonly columns?: Readonly<Record<string, OwnColumn>>;
}

/** A column of the user's jets file, which went along to the scores. */
export interface OwnColumn {
  readonly values: Numbers;
  /** As it is shown. */
  readonly unit: string;
  readonly description: string;
}

/** Values by the name of an observable or of a column of the user's own. */
export function valuesOf(jets: ScoredJets, name: string): Numbers {
  const values = jets[name as ObservableName] ?? jets.columns?.[name]?.values;
  if (!values) throw new Error(`internal: jets without ${name}`);
  return values;
}

/** Values of the jets of one class. */
export function ofClass<A extends Numbers>({ label }: ScoredJets, values: A, wanted: number): A {
  return values.filter((_, row) => label[row] === wanted) as A;
}
