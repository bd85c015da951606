// Quantities that taggers are fed: those of each constituent and those of its jet, differentiable functions of (pT, η, φ).
import * as tf from '@tensorflow/tfjs-core';
import { hasRapidity, type JetLayout } from '@jetdemon/data';
import { constituents, jetAxis, rapidities, relativeTo, transverseMass } from '../../observables/axis.ts';
import { above, orOne } from '../../observables/guard.ts';
import { observables } from '../../observables/index.ts';
import { quantityNames, units, type Quantity, type Unit } from './names.ts';

/** Values of a quantity: `[batch, constituents]`, or `[batch, 1]` of a jet. */
export type Lookup = (name: string) => tf.Tensor;

/**
 * The quantities of a batch `[batch, constituents, features]`, each computed when it is first asked for; energies in `unit`.
 *
 * What pads a jet is seen as a constituent of pT 1, η = φ = 0 on the axis: finite in every formula, to be masked afterwards.
 * The jet is the sum of all constituents of the layout. Columns that ride along are looked up by their names, energies
 * among them in `unit` too; a column with the name of a quantity is not.
 */
export function quantitiesOf(jets: tf.Tensor, layout: JetLayout, unit: Unit): Lookup {
  const parts = constituents(jets, layout);
  const { mask } = parts;
  const perTeV = units[unit];
  const known = new Map<string, tf.Tensor>();
  const get = (name: string): tf.Tensor => {
    const before = known.get(name);
    if (before) return before;
    const value = quantityNames.includes(name as Quantity) ? compute[name as Quantity]() : column(name);
    known.set(name, value);
    return value;
  };
  const column = (name: string): tf.Tensor => {
    const at = layout.features.findIndex((feature) => feature.name === name);
    if (at < 0) throw new Error(`internal: no quantity or column ${name}`);
    const of = units[layout.features[at]!.unit as Unit] as number | undefined;
    const values = tf.reshape(tf.slice(jets, [0, 0, at], [-1, -1, 1]), [-1, layout.constituents]);
    return tf.mul(of === undefined ? mask : tf.mul(mask, perTeV / of), values);
  };
  const once = <T>(make: () => T): (() => T) => {
    let value: T | undefined;
    return () => (value ??= make());
  };
  const axis = once(() => jetAxis(parts));
  const shapes = once(() => observables(['mass', 'd2'], jets, layout));
  const perJet = (x: tf.Tensor) => tf.reshape(x, [-1, 1]);
  const total = (x: tf.Tensor) => tf.sum(tf.mul(mask, x), 1, true);
  const safe = (x: tf.Tensor) => orOne(x, mask);
  const energies = (x: tf.Tensor) => tf.mul(x, perTeV);
  const hypot = (x: tf.Tensor, y: tf.Tensor) => root(tf.add(tf.square(x), tf.square(y)));
  // A jet without constituents, which fills a batch, has no momentum to divide by.
  const share = (x: tf.Tensor, of: tf.Tensor) => tf.div(x, orOne(of, above(of, 0)));
  // About the axis: |φ − φ_jet| is small, so that a mean is one where φ wraps.
  const centred = (x: tf.Tensor) => tf.mul(mask, tf.sub(x, share(total(tf.mul(get('pt'), x)), total(get('pt')))));
  const minus = (x: tf.Tensor, of: tf.Tensor) => tf.mul(mask, tf.sub(x, of));
  /** Momentum along the beam over pT: sinh η, or m_T sinh y / pT. */
  const slope = once(() => {
    if (!hasRapidity(layout)) return tf.sinh(parts.eta);
    return tf.div(tf.mul(transverseMass(parts), tf.sinh(parts.eta)), safe(parts.ptTeV));
  });

  const compute: Readonly<Record<Quantity, () => tf.Tensor>> = {
    mask: () => mask,
    pt: () => safe(energies(parts.ptTeV)),
    eta: () => (hasRapidity(layout) ? tf.asinh(slope()) : parts.eta),
    rapidity: () => rapidities(parts),
    phi: () => parts.phi,
    mass: () => (parts.massTeV ? energies(parts.massTeV) : tf.zerosLike(mask)),
    energy: () => root(tf.add(tf.square(tf.mul(get('pt'), hypot(tf.onesLike(mask), slope()))), tf.square(get('mass')))),
    px: () => tf.mul(get('pt'), tf.cos(parts.phi)),
    py: () => tf.mul(get('pt'), tf.sin(parts.phi)),
    pz: () => tf.mul(get('pt'), slope()),
    delta_eta: () => minus(get('eta'), get('jet_eta')),
    delta_eta_reflected: () => tf.mul(get('delta_eta'), tf.sub(1, tf.mul(2, above(tf.neg(get('jet_eta')), 0)))),
    delta_rapidity: () => minus(get('rapidity'), get('jet_rapidity')),
    delta_phi: () => relativeTo(axis(), parts).phi,
    delta_r: () => hypot(get('delta_eta'), get('delta_phi')),
    log_pt: () => tf.log(get('pt')),
    log_e: () => tf.log(get('energy')),
    pt_rel: () => share(get('pt'), get('jet_pt')),
    e_rel: () => share(get('energy'), get('jet_energy')),
    log_pt_rel: () => tf.log(get('pt_rel')),
    log_e_rel: () => tf.log(get('e_rel')),
    pt_share: () => share(get('pt'), total(get('pt'))),
    eta_centred: () => centred(get('eta')),
    rapidity_centred: () => centred(get('rapidity')),
    phi_centred: () => centred(get('delta_phi')),
    jet_pt: () => perJet(energies(axis().ptTeV)),
    jet_eta: () => perJet(axis().eta),
    jet_rapidity: () => tf.asinh(share(total(get('pz')), transverse())),
    jet_phi: () => perJet(axis().phi),
    jet_mass: () => perJet(energies(shapes().mass)),
    jet_energy: () => total(get('energy')),
    jet_d2: () => perJet(shapes().d2),
    jet_constituents: () => tf.sum(mask, 1, true),
  };
  /** √(pT² + m²) of jets, `[batch, 1]`. */
  const transverse = () => hypot(get('jet_pt'), get('jet_mass'));
  return get;
}

/** √x with the slope 0 at 0; x ≥ 0. */
export function root(x: tf.Tensor): tf.Tensor {
  const some = above(x, 0);
  return tf.mul(some, tf.sqrt(orOne(x, some)));
}
