// Observables of the table as figures and tables order and name them; columns of the user's own go by their own names.
import { observableNames, observables, shownUnit, type Observable, type ObservableName } from '@jetdemon/artifacts';

const isObservable = (name: string): name is ObservableName => Object.hasOwn(observables, name);

/** The title of an axis; `_{…}` is a subscript. */
export function axisTitle(name: string): string {
  if (!isObservable(name)) return name;
  const { label, title = label, unit }: Observable = observables[name];
  return unit === '1' ? title : `${title} [${shownUnit(unit)}]`;
}

/** As tables and sentences have it: `mass` is "jet mass"; `_{…}` is a subscript. */
export const observableName = (name: string): string => (isObservable(name) ? observables[name].label : name);

/** Observables in the order of the table, then what else is named. */
export function inOrder(names: readonly string[]): string[] {
  const rank = (name: string) => (isObservable(name) ? observableNames.indexOf(name) : observableNames.length);
  return [...names].sort((a, b) => rank(a) - rank(b));
}

/** The observables of `rows`, each once and in order. */
export function observablesOf(rows: readonly { readonly observable: string }[]): string[] {
  return inOrder([...new Set(rows.map(({ observable }) => observable))]);
}

/** Those that are no observable of the table: columns of the user's own, which no attack moves. */
export const ownAmong = (names: readonly string[]): string[] => names.filter((name) => !isObservable(name));

/** The name under which a figure shows what is measured: columns of the user's own with their units. */
export function shownAs(name: string, own: Readonly<Record<string, { readonly unit: string }>> = {}): string {
  const { unit } = own[name] ?? { unit: '1' };
  return unit === '1' ? name : `${name} [${unit}]`;
}

/** A sentence of a caption on columns of the user's own among these; empty where there are none. */
export function aboutOwn(names: readonly string[]): string {
  const own = ownAmong(names);
  return own.length === 0 ? '' : ` Of the jets' file, and moved by no attack: ${own.join(', ')}.`;
}
