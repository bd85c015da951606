// What an experiment checks of its background, and an adversary must therefore preserve.
// To add an observable: a line here; it must be a differentiable function of the jets.
import type { Tensor } from '@tensorflow/tfjs-core';
import { observables, type Observables } from '@jetdemon/models';

/** Jet observables by the name that λ and gates use, each `[batch]`. */
export const preservable = {
  mass: ({ massTeV }: Observables) => massTeV,
  pt: ({ ptTeV }: Observables) => ptTeV,
  eta: ({ eta }: Observables) => eta,
  d2: ({ d2 }: Observables) => d2,
} as const;

export type Preservable = keyof typeof preservable;

export const preservableNames = Object.keys(preservable) as [Preservable, ...Preservable[]];

/** `score` is the classifier's response, P(signal). */
export type Checked = 'score' | Preservable;

/** The named observables of jets [batch, 64, 3] in TeV, η and D2 dimensionless; each [batch]. */
export function preservedOf(names: readonly Preservable[], jets: Tensor): Partial<Record<Preservable, Tensor>> {
  if (names.length === 0) return {};
  const all = observables(jets);
  return Object.fromEntries(names.map((name) => [name, preservable[name](all)]));
}
