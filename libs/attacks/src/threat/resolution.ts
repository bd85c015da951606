// The resolution of a constituent: in which units of energy and angle a move of it counts.
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor3D } from '@tensorflow/tfjs-core';
import type { JetLayout } from '@jetdemon/data';
import { evaluate, namesIn, parseFormula, quantitiesOf, quantityNames } from '@jetdemon/models';
import { InputError, suggest } from '@jetdemon/workflow';
import { intoDomain, wherePresent } from './budget.ts';
import type { Threat } from './threat.ts';

/** Formulas of the quantities that imported taggers are fed too, energies in GeV: `hypot(0.5 / sqrt(energy), 0.03)`. */
export interface Resolution {
  /** σ(pT) / pT. */
  readonly relativePt: string;
  /** σ of η. */
  readonly eta: string;
  /** σ of φ [rad]. */
  readonly phi: string;
}

/**
 * Units of a move in (ln pT, η, φ), `[batch, constituents, features]`: √ln(1 + (σ/pT)²), as `data/smear` draws pT, and σ of
 * the angles; 0 for padding and for what does not move.
 *
 * @throws InputError for a formula that is none, or of names that are no quantity
 */
export function unitsOf(resolution: Resolution): (jets: Tensor, layout: JetLayout) => Tensor3D {
  const relativePt = read('relativePt', resolution.relativePt);
  const [eta, phi] = [read('eta', resolution.eta), read('phi', resolution.phi)];
  return (jets, layout) => {
    const lookup = quantitiesOf(jets, layout, 'GeV');
    const mask = lookup('mask');
    const inLogarithms = () => tf.sqrt(tf.log1p(tf.square(evaluate(relativePt, lookup))));
    const columns = layout.features.map(({ move, role }) => {
      if (move === 'frozen') return tf.zerosLike(mask);
      return tf.mul(mask, role === 'pt' ? inLogarithms() : evaluate(role === 'phi' ? phi : eta, lookup));
    });
    return tf.stack(columns, 2) as Tensor3D;
  };
}

function read(name: keyof Resolution, text: string) {
  const formula = parseFormula(text);
  const unknown = namesIn(formula).find((one) => !(quantityNames as readonly string[]).includes(one));
  if (unknown === undefined) return formula;
  const there = `there are ${quantityNames.join(', ')}`;
  throw new InputError(`${name}: formula ${text}: no quantity ${unknown}${suggest(unknown, quantityNames)}; ${there}`);
}

/** (pT, η, φ) ↦ (pT e^a, η + b, φ + c) for moves (a, b, c) of any size: pT stays above zero; what is frozen rides along. */
export const displacement: Threat = {
  step: (jets, moves, layout) => {
    const of = (move: 'relative' | 'absolute') =>
      tf.tensor3d(
        layout.features.map((feature) => (feature.move === move ? 1 : 0)),
        [1, 1, layout.features.length],
        'float32',
      );
    const scaled = tf.mul(jets, tf.exp(tf.mul(moves, of('relative'))));
    return tf.add(scaled, tf.mul(wherePresent(jets), tf.mul(moves, of('absolute'))));
  },
  project: (jets, layout) => intoDomain(withinATurn(jets, layout), layout),
};

/** Azimuths less whole turns, which moves of any size may have made; what is in [−π, π] is returned bit for bit. */
function withinATurn(jets: Tensor3D, { features }: JetLayout): Tensor3D {
  const azimuth = (value: number) =>
    tf.tensor3d(
      features.map(({ role }) => (role === 'phi' ? value : 0)),
      [1, 1, features.length],
      'float32',
    );
  const turns = tf.round(tf.mul(jets, azimuth(1 / (2 * Math.PI))));
  return tf.sub(jets, tf.mul(turns, azimuth(2 * Math.PI)));
}
