// Observables by the names that tables and acceptance criteria use, and as a sentence has them; `_{…}` is a subscript.
const names: Readonly<Record<string, string>> = {
  score: 'classifier output',
  pt: 'jet p_{T}',
  mass: 'jet mass',
  eta: 'jet η',
  d2: 'jet D_{2}',
};

/** `mass` is "jet mass"; an unknown observable goes by its own name. */
export const observableName = (observable: string): string => names[observable] ?? observable;

/** The observables named, those known first and in the order of the page. */
export function inOrder(observables: readonly string[]): string[] {
  const order = Object.keys(names);
  const rank = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length);
  return [...observables].sort((a, b) => rank(a) - rank(b));
}
