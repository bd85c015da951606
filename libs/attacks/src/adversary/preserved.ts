// Observables of background that an experiment checks, and an adversary must therefore preserve.
// To add an observable: its name in names.ts and a line here; it must be a differentiable function of the jets.
import type { Tensor } from '@tensorflow/tfjs-core';
import type { JetLayout } from '@jetdemon/data';
import { observables, type Observables } from '@jetdemon/models';
import type { Preservable } from './names.ts';

/** Jet observables by the name that λ and acceptance criteria use, each `[batch]`. */
const preservable: Readonly<Record<Preservable, (of: Observables) => Tensor>> = {
  mass: ({ massTeV }) => massTeV,
  pt: ({ ptTeV }) => ptTeV,
  eta: ({ eta }) => eta,
  d2: ({ d2 }) => d2,
};

/** The named observables of jets [batch, constituents, features] in TeV, η and D2 dimensionless; each [batch]. */
export function preservedOf(
  names: readonly Preservable[],
  jets: Tensor,
  layout: JetLayout,
): Partial<Record<Preservable, Tensor>> {
  if (names.length === 0) return {};
  const all = observables(jets, layout);
  return Object.fromEntries(names.map((name) => [name, preservable[name](all)]));
}
