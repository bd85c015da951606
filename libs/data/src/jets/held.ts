// Held columns: numbers of a jet that are no function of its constituents, so that no attack on them changes these.
import { observables, scores } from '@jetdemon/artifacts';
import { InputError } from '@jetdemon/workflow';
import type { Jets } from './jets.ts';

/** Refuses names that scores or their observables have, where a held column goes in the end. */
export function refuseHeld(name: string, refuse: (message: string) => never): void {
  const { columns } = scores.files['scores.arrow'];
  if (Object.hasOwn(observables, name)) refuse('expected another name, because an observable is called so');
  if (Object.hasOwn(columns, name)) refuse('expected another name, because a column of scores is called so');
}

/**
 * The jets with these reference columns held.
 *
 * @param file named in the `InputError`
 * @throws InputError for a column that is not there, whose name is taken, or that is a weight or an origin
 */
export function withHeld(jets: Jets, names: readonly string[], file: string): Jets {
  const reference = { ...jets.reference };
  for (const name of names) {
    const refuse = (message: string): never => {
      throw InputError.at({ file }, `held: ${name}: ${message}`);
    };
    const column = reference[name];
    if (!column) return refuse(`expected a numeric column, found ${Object.keys(reference).join(', ') || 'none'}`);
    if (name === 'weight' || (column.role !== undefined && column.role !== 'held'))
      refuse(`expected a column that is not a weight or an origin, which go along anyway`);
    refuseHeld(name, refuse);
    reference[name] = { ...column, role: 'held' };
  }
  return names.length === 0 ? jets : { ...jets, reference };
}
