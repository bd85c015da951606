// What control regions compared: observables, then columns of the user's own.
import { observableNames, type Interval, type ObservableName } from '@jetdemon/artifacts';

/** What pseudo-experiments say of one observable. */
interface Alarms {
  readonly chi2_per_ndf: Interval;
  readonly detected: Interval;
}

/** Pseudodata of a control region, of which some observables may not have been asked for. */
export type Pseudodata = Readonly<Partial<Record<ObservableName, Alarms>>> & {
  readonly columns?: Readonly<Record<string, Alarms>> | undefined;
};

export interface Compared {
  /** Of the observable, or of the column. */
  readonly name: string;
  /** Where it stands in the metrics of each sort of pseudodata. */
  readonly at: string;
  /** What pseudo-experiments say of it; undefined where it was not compared. */
  of(pseudodata: Pseudodata): Alarms | undefined;
}

/** All that any of these compared, each once. */
export function comparedIn(all: readonly Pseudodata[]): Compared[] {
  const own = new Set(all.flatMap(({ columns = {} }) => Object.keys(columns)));
  return [
    ...observableNames
      .filter((name) => all.some((one) => one[name] !== undefined))
      .map((name): Compared => ({ name, at: name, of: (pseudodata) => pseudodata[name] })),
    ...[...own].map((name): Compared => ({
      ...{ name, at: `columns/${name}` },
      of: ({ columns }) => columns?.[name],
    })),
  ];
}
