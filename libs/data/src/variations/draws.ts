// Random numbers of variations: each jet draws by its identity, whatever file, order or number of jets it comes in.
import type { Key, Uniform } from '@jetdemon/workflow';
import { identities } from '../jets/identity.ts';
import type { Jets } from '../jets/jets.ts';

/** The stream of each jet of these, which have their identity as a column or have not moved yet. */
export function streamsOf(jets: Jets, key: Key): (row: number) => Uniform {
  const identity = identities(jets);
  return (row) => key.split(identity[row]!).uniform();
}

/** A standard normal number (Box and Muller, one of the two). */
export const normal = (uniform: Uniform): number =>
  Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());

/** Leaves out one normal number of a stream. */
export function skipNormal(uniform: Uniform): void {
  uniform();
  uniform();
}

/** A number of events of this mean, by the product of uniform numbers (Knuth); means of up to some hundreds. */
export function poisson(mean: number, uniform: Uniform): number {
  const end = Math.exp(-mean);
  let [count, product] = [0, uniform()];
  for (; product > end; count++) product *= uniform();
  return count;
}
