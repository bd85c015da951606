// The scores of each known variation, by the names that the parameter `nuisances` has for it.
import { InputError, type Input } from '@jetdemon/workflow';
import { namedBy } from '../inputs/select-nodes.ts';
import { variationNames } from '../inputs/read-scores.ts';
import type { ScoredJets } from '../inputs/scored-jets.ts';
import type { KnownVariation } from './measure.ts';
import { strength } from './workspace.ts';

/** Names of the other parameters of the model. */
const taken: Readonly<Record<string, string>> = {
  background: 'the number of background jets',
  [strength]: 'the signal strength',
};

/**
 * @param nuisances name -> nodes; empty: each input is a variation of its own, by its name
 * @param inputs the varied samples
 * @param tables their jets, in the same order
 * @throws InputError when a node is unknown, named twice or left over, or a name is that of the background or of the signal strength
 */
export function knownVariations(
  nuisances: Readonly<Record<string, { readonly up: string; readonly down?: string | undefined }>>,
  inputs: readonly Input[],
  tables: readonly ScoredJets[],
): KnownVariation[] {
  const entries = Object.entries(nuisances);
  const used = new Set<Input>();
  const jetsOf = (reference: string, where: string): ScoredJets => {
    const [found, ...more] = namedBy(reference, inputs, where);
    if (more.length > 0)
      throw new InputError(`${where}: expected one node, found ${[found!, ...more].map((one) => one.node).join(', ')}`);
    if (used.has(found!))
      throw new InputError(`${where}: expected a node that is named once, found ${found!.node} again`);
    used.add(found!);
    return tables[inputs.indexOf(found!)]!;
  };
  const names = variationNames(inputs);
  const known =
    entries.length === 0
      ? inputs.map((_, at) => ({ name: names[at]!, up: tables[at]! }))
      : entries.map(([name, { up, down }]) => ({
          name,
          up: jetsOf(up, `nuisances.${name}.up`),
          down: down === undefined ? undefined : jetsOf(down, `nuisances.${name}.down`),
        }));
  const same = known.find(({ name }) => Object.hasOwn(taken, name));
  if (same)
    throw new InputError(`nuisances: expected another name than ${same.name}: it is that of ${taken[same.name]!}`);
  const left = entries.length === 0 ? undefined : inputs.find((input) => !used.has(input));
  if (left)
    throw InputError.at(
      { node: left.node },
      `expected every variation to be named in nuisances, found none of this one`,
    );
  return known;
}
