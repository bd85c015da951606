// The table of networks. To add one: its hyperparameters, its file, its line here.
import type { JetLayout } from '@jetdemon/data';
import { InputError } from '@jetdemon/workflow';
import { dense } from './dense.ts';
import { efn } from './efn.ts';
import { hl } from './hl.ts';
import { featureInputs, hyperparameters, inputsOf, networkNames, type NetworkName } from './hyperparameters.ts';
import { lipschitz } from './lipschitz.ts';
import type { Network } from './network.ts';
import { pfn } from './pfn.ts';

const schemas = {
  ...hyperparameters,
  hl: hyperparameters.hl.extend({ inputs: inputsOf }),
  pfn: hyperparameters.pfn.extend({ features: featureInputs, inputs: inputsOf }),
  dense: hyperparameters.dense.extend({ inputs: inputsOf }),
};

const builders: Readonly<Record<NetworkName, (hyperparameters: unknown, layout: JetLayout) => Network>> = {
  hl: (given, layout) => hl(schemas.hl.parse(given), layout),
  pfn: (given, layout) => pfn(schemas.pfn.parse(given), layout),
  efn: (given, layout) => efn(hyperparameters.efn.parse(given), layout),
  lipschitz: (given, layout) => lipschitz(hyperparameters.lipschitz.parse(given), layout),
  dense: (given, layout) => dense(schemas.dense.parse(given), layout),
};

/**
 * A network for jets of a layout by name; hyperparameters that are left out take the paper's values.
 *
 * @throws InputError for an unknown network or hyperparameter
 * @example createNetwork('pfn', jets.layout, { phi: [64, 64, 32] })
 */
export function createNetwork(name: string, layout: JetLayout, given: Readonly<Record<string, unknown>> = {}): Network {
  if (!isNetworkName(name)) throw new InputError(`expected a network (${networkNames.join(', ')}), found ${name}`);
  const parsed = schemas[name].safeParse(given);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new InputError(`network ${name}, ${issue!.path.join('.') || 'hyperparameters'}: ${issue!.message}`);
  }
  return builders[name](parsed.data, layout);
}

function isNetworkName(name: string): name is NetworkName {
  return Object.hasOwn(builders, name);
}
