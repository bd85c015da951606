// What jets may grow by: soft constituents, or collinear splittings, which a safe observable hardly notices (§V).
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor3D } from '@tensorflow/tfjs-core';

/** Constituents of at most so much of the pT of the jet together, anywhere in a square about its axis. */
export interface SoftGrowth {
  readonly kind: 'soft';
  /** New constituents of a jet at most; fewer where it has fewer free slots. */
  readonly most: number;
  /** Of the pT of the jet, what all of them have together at most. */
  readonly fraction: number;
  /** Largest distance from the axis in (η, φ). */
  readonly angle: number;
}

/** The hardest constituents, each split in two that are at most so far apart. */
export interface CollinearGrowth {
  readonly kind: 'collinear';
  /** Constituents of a jet that split at most; fewer where it has fewer free slots. */
  readonly most: number;
  /** Largest distance of the two in (η, φ). */
  readonly angle: number;
}

export type Growth = SoftGrowth | CollinearGrowth;

/** What a slot is in a jet that grows. */
export const roles = { kept: 0, soft: 1, child: 2, parent: 3 } as const;

/**
 * Jets with what they grow by, at x in [−1, 1] of every new constituent: with the share s = (1 + x₀) / 2 and the offset
 * o = angle / √2 (x₁, x₂),
 *
 * - soft: (s pT, axis + o), pT its part of `fraction`;
 * - collinear, with z = s / 2: (z pT, place + (1 − z) o) and ((1 − z) pT, place − z o), pT and place of the constituent. pT and
 *   its centre stay; the mass grows by less than pT of it times the angle.
 *
 * @param jets [batch, slots, 3]
 * @param from [batch, slots, 3]: what new constituents are made from, at their slots and those of the ones that split
 * @param role [batch, slots, 1]: of `roles`
 * @param x [batch, slots, 3], the same at the two slots of a splitting
 * @returns [batch, slots, 3]
 */
export function grown(jets: Tensor3D, from: Tensor3D, role: Tensor3D, x: Tensor3D, angle: number): Tensor3D {
  const is = (of: number) => tf.cast(tf.equal(role, of), 'float32');
  const [pt, place] = [tf.slice(from, [0, 0, 0], [-1, -1, 1]), tf.slice(from, [0, 0, 1], [-1, -1, 2])];
  const share = tf.mul(0.5, tf.add(1, tf.slice(x, [0, 0, 0], [-1, -1, 1])));
  const offset = tf.mul(angle / Math.SQRT2, tf.slice(x, [0, 0, 1], [-1, -1, 2]));
  const z = tf.mul(0.5, share);
  const at = (momentum: tf.Tensor, direction: tf.Tensor) => tf.concat([momentum, direction], 2);
  const made = [
    tf.mul(is(roles.kept), jets),
    tf.mul(is(roles.soft), at(tf.mul(share, pt), tf.add(place, offset))),
    tf.mul(is(roles.child), at(tf.mul(z, pt), tf.add(place, tf.mul(tf.sub(1, z), offset)))),
    tf.mul(is(roles.parent), at(tf.mul(tf.sub(1, z), pt), tf.sub(place, tf.mul(z, offset)))),
  ];
  return tf.addN(made) as Tensor3D;
}
