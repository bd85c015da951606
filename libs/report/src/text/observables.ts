// Observables as figures order and name them.

/** Titles of axes, in the order of the panels. `_{…}` is a subscript. */
export const axisTitles: Readonly<Record<string, string>> = {
  score: 'classifier output P(signal)',
  pt: 'jet p_{T} [GeV]',
  mass: 'jet mass [GeV]',
  d2: 'jet D_{2} (β = 2)',
};

/** The title of an axis; an observable unknown here goes by its own name. */
export const axisTitle = (observable: string): string => axisTitles[observable] ?? observable;

/** The observables of `rows`, each once: those known here first, in their order. */
export function observablesOf(rows: readonly { readonly observable: string }[]): string[] {
  const found = new Set(rows.map(({ observable }) => observable));
  return [...new Set([...Object.keys(axisTitles), ...found])].filter((observable) => found.has(observable));
}
