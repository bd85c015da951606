// A forest of decision trees as flat tables: every tree is walked at once, a level per step, by gathers. It has no gradient.
import * as tf from '@tensorflow/tfjs-core';
import { withoutGradient } from '../../../../tensors/without-gradient.ts';
import { OnnxError } from '../../errors.ts';

/** Rules of nodes by the names of ONNX-ML, in the order of their numbers there. */
export const modes = ['BRANCH_LEQ', 'BRANCH_LT', 'BRANCH_GTE', 'BRANCH_GT', 'BRANCH_EQ', 'BRANCH_NEQ'] as const;
const compare = [tf.lessEqual, tf.less, tf.greaterEqual, tf.greater, tf.equal, tf.notEqual] as const;

/** Nodes of all trees, one after the other; a leaf leads to itself. */
export interface Forest {
  readonly roots: Int32Array;
  readonly features: Int32Array;
  readonly splits: Float32Array;
  /** Index into `compare`, −1 for a leaf. */
  readonly modes: Int32Array;
  readonly yes: Int32Array;
  readonly no: Int32Array;
  /** Whether NaN goes the way of `yes`. */
  readonly missing: Float32Array;
  /** What a leaf adds, `[nodes, targets]`. */
  readonly weights: Float32Array;
  readonly targets: number;
}

/** Sums over trees of what their leaves say, `[batch, targets]`. */
export function walked(x: tf.Tensor, forest: Forest): tf.Tensor {
  const { roots, features, splits, yes, no, missing, weights, targets } = forest;
  if (x.rank !== 2) throw new OnnxError(`expected rows of features, found [${x.shape.join(', ')}]`);
  const [rows, width] = x.shape as [number, number];
  const beyond = features.find((feature) => feature < 0 || feature >= width);
  if (beyond !== undefined) throw new OnnxError(`its trees ask for feature ${beyond}, and it is given ${width}`);
  return withoutGradient(() => {
    const flat = tf.reshape(x, [-1]);
    const starts = tf.tensor2d(
      Int32Array.from({ length: rows }, (_, row) => row * width),
      [rows, 1],
      'int32',
    );
    const ints = (values: Int32Array): tf.Tensor1D => tf.tensor1d(values, 'int32');
    const [featureOf, yesOf, noOf, splitOf] = [ints(features), ints(yes), ints(no), tf.tensor1d(splits)];
    const used = compare.flatMap((rule, mode) => (forest.modes.includes(mode) ? [{ rule, mode }] : []));
    const tracked = missing.includes(1) ? tf.tensor1d(missing) : undefined;
    let at: tf.Tensor = tf.add(tf.zeros([rows, 1], 'int32'), tf.reshape(ints(roots), [1, -1]));
    for (let level = depthOf(forest); level > 0; level--) {
      const value = tf.gather(flat, tf.add(tf.gather(featureOf, tf.cast(at, 'int32')), starts));
      const split = tf.gather(splitOf, tf.cast(at, 'int32'));
      const parts = used.map(({ rule, mode }) => {
        const holds = tf.cast(rule(value, split), 'float32');
        if (used.length === 1) return holds;
        const own = tf.tensor1d(Float32Array.from(forest.modes, (found) => Number(found === mode)));
        return tf.mul(holds, tf.gather(own, tf.cast(at, 'int32')));
      });
      let goes = parts.reduce((a, b) => tf.add(a, b), tf.scalar(0));
      if (tracked) goes = tf.maximum(goes, tf.mul(tf.cast(tf.isNaN(value), 'float32'), tf.gather(tracked, tf.cast(at, 'int32')))); // prettier-ignore
      const [there, otherwise] = [tf.gather(yesOf, tf.cast(at, 'int32')), tf.gather(noOf, tf.cast(at, 'int32'))];
      at = tf.add(otherwise, tf.mul(tf.cast(goes, 'int32'), tf.sub(there, otherwise)));
    }
    const leaves = tf.gather(tf.tensor2d(weights, [weights.length / targets, targets]), tf.reshape(tf.cast(at, 'int32'), [-1])); // prettier-ignore
    return tf.sum(tf.reshape(leaves, [rows, roots.length, targets]), 1);
  });
}

/** The longest way from a root to a leaf. @throws OnnxError for nodes that lead back to themselves */
function depthOf({ roots, modes: kinds, yes, no }: Forest): number {
  const depth = new Int32Array(kinds.length).fill(-1);
  const begun = new Uint8Array(kinds.length);
  const pending = [...roots];
  while (pending.length > 0) {
    const node = pending.at(-1)!;
    const inner = kinds[node] === -1 ? [] : [yes[node]!, no[node]!];
    const open = inner.filter((child) => depth[child] === -1);
    if (open.length === 0 || depth[node] !== -1) {
      depth[node] = Math.max(0, ...inner.map((child) => depth[child]! + 1));
      pending.pop();
      continue;
    }
    if (begun[node]! > 1 || open.some((child) => begun[child])) throw new OnnxError('a tree leads back to itself');
    begun[node] = begun[node]! + 1;
    pending.push(...open);
  }
  return Math.max(0, ...Array.from(roots, (root) => depth[root]!));
}
