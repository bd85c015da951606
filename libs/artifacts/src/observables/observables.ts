// Observables of jets, each declared once: column of the scores, unit, bins, and how it is called.
// To add one: a line here, its function in libs/models/src/observables, and a higher version of the scores.

export interface Observable {
  /** Of scores.arrow. */
  readonly column: string;
  /** Of that column; reports and statistics have it as `shownUnit` says. */
  readonly unit: 'TeV' | '1';
  /** Of that column. */
  readonly description: string;
  /** In the middle of a sentence without markup: "the KS distance of jet pT". */
  readonly phrase: string;
  /** In tables; `_{…}` is a subscript. */
  readonly label: string;
  /** Of axes, without unit, where it is not the label. */
  readonly title?: string;
  /** Bins of its histogram by default, in the unit that is shown. */
  readonly bins: { readonly bins: number; readonly low: number; readonly high: number };
}

/** By the names that workflows use, in the order of panels and tables. */
export const observables = {
  score: {
    column: 'score',
    unit: '1',
    description: 'classifier output, P(signal)',
    phrase: 'the classifier output',
    label: 'classifier output',
    title: 'classifier output P(signal)',
    bins: { bins: 40, low: 0, high: 1 },
  },
  pt: {
    column: 'jet_pt',
    unit: 'TeV',
    description: 'jet transverse momentum',
    phrase: 'jet pT',
    label: 'jet p_{T}',
    bins: { bins: 40, low: 300, high: 800 },
  },
  mass: {
    column: 'jet_mass',
    unit: 'TeV',
    description: 'jet mass',
    phrase: 'jet mass',
    label: 'jet mass',
    bins: { bins: 40, low: 50, high: 250 },
  },
  eta: {
    column: 'jet_eta',
    unit: '1',
    description: 'jet pseudorapidity',
    phrase: 'jet eta',
    label: 'jet η',
    bins: { bins: 40, low: -2.5, high: 2.5 },
  },
  d2: {
    column: 'jet_d2',
    unit: '1',
    description: 'D2 with beta = 2',
    phrase: 'jet D2',
    label: 'jet D_{2}',
    title: 'jet D_{2} (β = 2)',
    bins: { bins: 40, low: 0, high: 20 },
  },
  width: {
    column: 'jet_width',
    unit: '1',
    description: 'jet width: mean distance of constituents to the jet axis, weighted by pT',
    phrase: 'jet width',
    label: 'jet width',
    bins: { bins: 40, low: 0, high: 0.5 },
  },
  ptd: {
    column: 'jet_ptd',
    unit: '1',
    description: 'pTD: root of the sum of squared pT of constituents over the sum of their pT',
    phrase: 'jet pTD',
    label: 'jet p_{T}D',
    bins: { bins: 40, low: 0, high: 1 },
  },
} as const satisfies Readonly<Record<string, Observable>>;

export type ObservableName = keyof typeof observables;

/** What is computed from the constituents alone: all but the classifier's response. */
export type JetObservable = Exclude<ObservableName, 'score'>;

/** Columns of scores.arrow with what is computed from the constituents. */
export type ObservableColumn = (typeof observables)[JetObservable]['column'];

export const observableNames = Object.keys(observables) as readonly ObservableName[];

export const jetObservables = observableNames.filter((name): name is JetObservable => name !== 'score');

/** What `of` gives for each observable that is computed from the constituents, by its column. */
export function observableColumns<T>(of: (name: JetObservable) => T): Record<ObservableColumn, T> {
  const columns = jetObservables.map((name) => [observables[name].column, of(name)] as const);
  return Object.fromEntries(columns) as Record<ObservableColumn, T>;
}

/** The unit in which statistics and reports have a column of that unit: GeV for TeV, else the same. */
export const shownUnit = (unit: string): string => (unit === 'TeV' ? 'GeV' : unit);

/** What turns values of a column of that unit into those that are shown. */
export const shownScale = (unit: string): number => (unit === 'TeV' ? 1000 : 1);
