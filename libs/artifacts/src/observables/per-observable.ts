// Parameters with a value per observable. Light to load: tasks declare them when a workflow is checked.
import * as z from 'zod';
import { observableNames, type ObservableName } from './observables.ts';

// What a column of the user's own is told: it stands in the jets file, and no attack can compute it anew.
const unmoved =
  `expected one of ${observableNames.join(', ')}, which are computed anew from the constituents that an attack moved; ` +
  'a column of your own stays as it is, so that no attack could break a criterion on it';

/** A mapping from these observables to what `of` says; any other name is refused, with the reason. */
export function perObservable<N extends ObservableName, S extends z.ZodType>(names: readonly N[], of: (name: N) => S) {
  const shape = Object.fromEntries(names.map((name) => [name, of(name)])) as Record<N, S>;
  return z.strictObject(shape, { error: ({ code }) => (code === 'unrecognized_keys' ? unmoved : undefined) });
}
