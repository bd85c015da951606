// An adversary network on jets as sets: ReLU layers per constituent, told of the rest of the jet by a pooled context.
// Equivariant under the order of the constituents, Deep Sets, arXiv:1703.06114, eq. (4).
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { packRows, spreadRows, sumRows, unpackRows, type Tensors } from '@jetdemon/compute';
import type { JetLayout } from '@jetdemon/data';
import { centred, jetFeatureCount, jetFeatures, named, reluStack, stackShapes, type Shapes } from '@jetdemon/models';

// The sum over about 32 constituents, brought back to the size of one.
const TYPICAL_CONSTITUENTS = 32;

// 50 pT below which ln pT no longer tells constituents apart: 0.4 GeV.
const SOFT = 0.02;

const PER_CONSTITUENT = 4;

/** Parameters for layers of `hidden` units. */
export function setShapes(hidden: readonly number[]): Shapes {
  const [first, last] = [hidden[0]!, hidden.at(-1)!];
  return {
    ...stackShapes('each', PER_CONSTITUENT, hidden),
    ...stackShapes('jet', last + jetFeatureCount, hidden),
    ...stackShapes('own', last, [first]),
    ...stackShapes('context', last, [first]),
    ...stackShapes('both', first, [last]),
    ...stackShapes('move', last, [3]),
  };
}

/**
 * u of every constituent, [batch, slots, 3]; a padded slot has any value:
 * u_i = move(both(own(e_i) + context(jet(Σ_j e_j / 32, O)))) with e_i = each(x_i), all but own, context and move ReLU.
 *
 * x_i = (50 pT, 2.5 Δη, 2.5 Δφ, ½ ln(50 pT + 0.02)) from the jet axis, O = (pT, η, m, ln(1 + D2)) of the jet, scaled as
 * in the high-level network: all functions of the jet alone.
 *
 * @param batch `jets` [batch, slots, features]; with the index arrays of `packing` the same comes faster
 */
export function setMoves(weights: Tensors, batch: Tensors, hidden: readonly number[], layout: JetLayout): Tensor {
  const jets = named(batch, 'jets');
  const slots = jets.shape[1]!;
  const { to, sum, spread, back } = 'slotOfRow' in batch ? packed(batch) : padded(jets);
  const each = reluStack(to(constituentFeatures(jets, layout)), weights, 'each', hidden.length);
  const pooled = tf.concat([tf.div(sum(each), TYPICAL_CONSTITUENTS), jetFeatures(jets, layout)], 1);
  const context = linear(reluStack(pooled, weights, 'jet', hidden.length), weights, 'context1');
  const told = tf.relu(tf.add(linear(each, weights, 'own1'), spread(context)));
  const moves = linear(reluStack(told, weights, 'both', 1), weights, 'move1');
  return tf.reshape(back(moves), [-1, slots, 3]);
}

/** [batch · slots, 4]. */
function constituentFeatures(jets: Tensor, layout: JetLayout): Tensor {
  const flat = tf.reshape(centred(jets, layout).features, [-1, 3]);
  const pt = tf.slice(flat, [0, 0], [-1, 1]);
  return tf.concat([flat, tf.mul(0.5, tf.log(tf.add(pt, SOFT)))], 1);
}

/** Between slots [batch · slots, features], rows [rows, features] and jets [batch, features]. */
interface Rows {
  /** Slots -> rows. */
  to(slots: Tensor): Tensor;
  /** Rows -> jets. */
  sum(rows: Tensor): Tensor;
  /** Jets -> rows. */
  spread(perJet: Tensor): Tensor;
  /** Rows -> slots. */
  back(rows: Tensor): Tensor;
}

/** A row per real constituent. */
function packed(batch: Tensors): Rows {
  const slotOfRow = named(batch, 'slotOfRow') as Tensor1D;
  const rowOfSlot = named(batch, 'rowOfSlot') as Tensor2D;
  const jetOfRow = named(batch, 'jetOfRow') as Tensor1D;
  return {
    to: (slots) => packRows(slots as Tensor2D, slotOfRow, rowOfSlot),
    sum: (rows) => sumRows(rows as Tensor2D, jetOfRow, rowOfSlot),
    spread: (perJet) => spreadRows(perJet as Tensor2D, jetOfRow, rowOfSlot),
    back: (rows) => unpackRows(rows as Tensor2D, slotOfRow, rowOfSlot),
  };
}

/** A row per slot, padded ones multiplied by zero where constituents are summed. */
function padded(jets: Tensor): Rows {
  const slots = jets.shape[1]!;
  const mask = tf.step(tf.slice(jets, [0, 0, 0], [-1, -1, 1]));
  return {
    to: (all) => all,
    sum: (rows) => tf.sum(tf.mul(tf.reshape(rows, [-1, slots, rows.shape[1]!]), mask), 1),
    spread: (perJet) => {
      const everywhere = tf.mul(tf.expandDims(perJet, 1), tf.ones([1, slots, 1]));
      return tf.reshape(everywhere, [-1, perJet.shape[1]!]);
    },
    back: (rows) => rows,
  };
}

function linear(x: Tensor, weights: Tensors, name: string): Tensor {
  return tf.fused.matMul({
    a: x as Tensor2D,
    b: named(weights, `${name}/kernel`) as Tensor2D,
    bias: named(weights, `${name}/bias`),
  });
}
