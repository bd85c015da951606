// What a training may lower besides the cross-entropy of the jets as they are: that of jets moved against the network, and
// penalties. The step asks for them; where they come from is not its concern.
import type * as tf from '@tensorflow/tfjs-core';

/** One batch, as a term sees it. */
export interface JetBatch {
  /** [batch, constituents, features] */
  readonly jets: tf.Tensor3D;
  /** [batch], 0 background, 1 signal. */
  readonly label: tf.Tensor1D;
  /** [batch], event weights; absent where all jets count alike. */
  readonly weight?: tf.Tensor1D;
  /** Uniform in [0, 1), new at every step, in the shape of the jets, where `Terms.noise` asks for it. */
  readonly noise?: tf.Tensor3D;
}

/** The network at its weights of the moment; differentiable in jets, and in a penalty in the weights too. */
export interface Asked {
  /** [batch] */
  logits(jets: tf.Tensor): tf.Tensor;
  /** Cross-entropy of each jet with its own label, times its weight, [batch]. */
  losses(jets: tf.Tensor): tf.Tensor;
}

export interface Terms {
  /** All that decides them: a checkpoint of a training with others is not resumed. */
  readonly described: Readonly<Record<string, unknown>>;
  readonly noise?: boolean;
  /** Jets in whose place others are trained on: of the loss `share` is theirs, the rest that of the jets as they are. */
  readonly attacked?: {
    readonly share: number;
    /** Like the jets; constituents stay in their slots. Weights do not change while it is made, nor does it depend on them. */
    move(batch: JetBatch, network: Asked): tf.Tensor3D;
  };
  /** Added to the loss. */
  readonly penalties?: readonly ((batch: JetBatch, network: Asked) => tf.Tensor)[];
}

/** Several as one; undefined where there are none, or none that asks for anything. At most one may bring other jets. */
export function joined(all: readonly Terms[]): Terms | undefined {
  if (all.length === 0) return undefined;
  const bringing = all.filter(({ attacked }) => attacked);
  if (bringing.length > 1) throw new Error('internal: two terms bring jets to train on');
  const [first] = bringing;
  return {
    described: Object.assign({}, ...all.map(({ described }) => described)),
    noise: all.some(({ noise }) => noise),
    ...(first && { attacked: first.attacked! }),
    penalties: all.flatMap(({ penalties = [] }) => penalties),
  };
}
