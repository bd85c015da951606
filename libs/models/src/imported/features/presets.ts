// Usual layouts of inputs by name: those of EnergyFlow's examples.
import { InputError } from '@jetdemon/workflow';
import type { FeatureInput } from '@jetdemon/artifacts';
import type { PresetName } from './preset-names.ts';

const input = (axes: FeatureInput['axes'], features: FeatureInput['features']): FeatureInput => ({
  axes,
  features,
  padding: 'constant',
});

const angles = ['rapidity_centred', 'phi_centred'];

/** Inputs in the order in which the network has them. */
const presets: Readonly<Record<PresetName, readonly FeatureInput[]>> = {
  /** z, y, φ of each constituent: the fraction of the scalar sum of pT, angles about their mean weighted with pT. */
  'energyflow-pfn': [input('NPF', ['pt_share', ...angles])],
  /** z, then (y, φ). */
  'energyflow-efn': [input('NP', ['pt_share']), input('NPF', angles)],
};

/**
 * The inputs of a layout for a network with these inputs, in its order.
 *
 * @throws InputError for a network with another number of inputs
 */
export function presetInputs(name: PresetName, inputs: readonly string[]): Record<string, FeatureInput> {
  const found = presets[name];
  if (found.length !== inputs.length)
    throw new InputError(
      `features: preset ${name} is for ${found.length} ${found.length === 1 ? 'input' : 'inputs'}, the network has ${inputs.join(', ')}`,
    );
  return Object.fromEntries(inputs.map((each, at) => [each, found[at]!]));
}
