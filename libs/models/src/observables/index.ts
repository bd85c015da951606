// The parameter-free layer from constituents to jet observables: what the HL network sees, and what an experiment checks.
import type { Tensor } from '@tensorflow/tfjs-core';
import type { JetObservable } from '@jetdemon/artifacts';
import type { JetLayout } from '@jetdemon/data';
import { constituents, jetAxis, type Constituents, type JetAxis } from './axis.ts';
import { massiveJetMass } from './massive.ts';
import { centredMoments, d2, jetMass, ptd, width, type Moments } from './substructure.ts';

/** What observables are computed from; `moments` are made when they are first asked for. */
interface Jet {
  readonly parts: Constituents;
  readonly axis: JetAxis;
  moments(): Moments;
}

/** Every observable of the table in @jetdemon/artifacts as a differentiable function of jets, in the unit of its column; `[batch]`. */
const functions: Readonly<Record<JetObservable, (jet: Jet) => Tensor>> = {
  pt: ({ axis }) => axis.ptTeV,
  mass: ({ parts, axis, moments }) => (parts.massTeV ? massiveJetMass(parts, axis) : jetMass(moments())),
  eta: ({ axis }) => axis.eta,
  d2: ({ axis, moments }) => d2(moments(), axis),
  width: ({ moments }) => width(moments()),
  ptd: ({ moments }) => ptd(moments()),
};

/**
 * The named observables of jets `[batch, constituents, features]`, each `[batch]`, differentiable in the jets: pT and mass in TeV.
 *
 * §II of arXiv:1910.08606. Constituents are massless unless the layout has their mass; η is the pseudorapidity of the
 * vector sum, R of D2 and width is in (η, φ), or (y, φ) where the layout has rapidities. A jet without
 * constituents gives 0 for all; where an observable is undefined its gradient is 0, never NaN.
 *
 * @example const { mass, pt } = observables(['mass', 'pt'], jets, layout);
 */
export function observables<N extends JetObservable>(
  names: readonly N[],
  jets: Tensor,
  layout: JetLayout,
): Record<N, Tensor> {
  if (names.length === 0) return {} as Record<N, Tensor>;
  const parts = constituents(jets, layout);
  const axis = jetAxis(parts);
  let made: Moments | undefined;
  const jet: Jet = { parts, axis, moments: () => (made ??= centredMoments(parts, axis)) };
  // In one order, whatever that of the names: the last bits of sums of their gradients depend on it.
  const ordered = (Object.keys(functions) as JetObservable[]).filter((name) => names.includes(name as N));
  return Object.fromEntries(ordered.map((name) => [name, functions[name](jet)])) as Record<N, Tensor>;
}
