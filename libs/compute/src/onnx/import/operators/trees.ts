// Ensembles of decision trees of ONNX-ML: every tree is walked at once, a level per step, by gathers. They have no gradient.
import * as tf from '@tensorflow/tfjs-core';
import { root } from '../../../tensors/root.ts';
import { withoutGradient } from '../../../tensors/without-gradient.ts';
import { OnnxError } from '../errors.ts';
import { type Call, type Operator, operator } from '../operator.ts';
import { Value } from '../value.ts';

const modes = ['BRANCH_LEQ', 'BRANCH_LT', 'BRANCH_GTE', 'BRANCH_GT', 'BRANCH_EQ', 'BRANCH_NEQ'] as const;
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

const most = 2 ** 24;

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

/** Numbers in single precision, or in double as a tensor. */
function floats({ attributes }: Call, name: string): number[] | undefined {
  const tensor = attributes.get('tensor', `${name}_as_tensor`);
  return tensor ? Array.from(tensor.data as Float64Array, Number) : attributes.get('floats', name)?.slice();
}

function listed(call: Call, kind: 'class' | 'target', targets: number): Forest {
  const { attributes } = call;
  const ints = (name: string): readonly number[] => attributes.get('ints', name) ?? [];
  const ids = ints('nodes_nodeids');
  const trees = ints('nodes_treeids');
  const kinds = attributes.get('strings', 'nodes_modes') ?? [];
  attributes.ignore('nodes_hitrates', 'nodes_hitrates_as_tensor');
  const count = ids.length;
  const column = <T>(name: string, values: readonly T[] | undefined): readonly T[] => {
    if (values?.length !== count)
      throw new OnnxError(`${name}: expected ${count} of them, found ${values?.length ?? 'none'}`);
    return values;
  };
  column('nodes_treeids', trees);
  const place = new Map(ids.map((id, at) => [`${trees[at]}:${id}`, at]));
  if (place.size !== count || count === 0 || count > most)
    throw new OnnxError(`expected 1 to ${most} nodes of different ids, found ${count}`);
  const find = (tree: number, id: number): number => {
    const at = place.get(`${tree}:${id}`);
    if (at === undefined) throw new OnnxError(`tree ${tree} has no node ${id}`);
    return at;
  };
  const mode = Int32Array.from(column('nodes_modes', kinds), (name) => {
    if (name === 'LEAF') return -1;
    const known = modes.indexOf(name as (typeof modes)[number]);
    if (known < 0)
      throw new OnnxError(`nodes_modes: expected LEAF, ${modes.join(', ')}, found ${JSON.stringify(name)}`);
    return known;
  });
  const lead = (name: string) => {
    const to = column(name, ints(name));
    return Int32Array.from(to, (id, at) => (mode[at] === -1 ? at : find(trees[at]!, id)));
  };
  const [yes, no] = [lead('nodes_truenodeids'), lead('nodes_falsenodeids')];
  const children = new Set([...yes, ...no].filter((child, at) => mode[at % count] !== -1 && child !== at % count));
  const roots = Int32Array.from(ids.keys()).filter((at) => !children.has(at));
  if (roots.length !== new Set(trees).size) throw new OnnxError(`expected a root for each of ${new Set(trees).size} trees, found ${roots.length}`); // prettier-ignore
  const tracks = attributes.get('ints', 'nodes_missing_value_tracks_true');
  const weights = new Float32Array(count * targets);
  const [owners, nodes, at] = [ints(`${kind}_treeids`), ints(`${kind}_nodeids`), ints(`${kind}_ids`)];
  const values = floats(call, `${kind}_weights`) ?? [];
  if (owners.length !== values.length || nodes.length !== values.length || at.length !== values.length)
    throw new OnnxError(`expected as many ${kind}_treeids, _nodeids, _ids and _weights`);
  values.forEach((value, index) => {
    if (!(at[index]! >= 0 && at[index]! < targets))
      throw new OnnxError(`${kind}_ids: expected 0 to ${targets - 1}, found ${at[index]}`);
    weights[find(owners[index]!, nodes[index]!) * targets + at[index]!]! += value;
  });
  return {
    roots,
    features: Int32Array.from(column('nodes_featureids', ints('nodes_featureids')), (feature, node) =>
      mode[node] === -1 ? 0 : feature,
    ),
    splits: Float32Array.from(column('nodes_values', floats(call, 'nodes_values'))),
    modes: mode,
    yes,
    no,
    missing: Float32Array.from(tracks?.length === count ? tracks : new Array<number>(count).fill(0)),
    weights: finite(weights),
    targets,
  };
}

function finite(weights: Float32Array): Float32Array {
  if (weights.some((value) => !Number.isFinite(value))) throw new OnnxError('its leaves hold NaN or infinity');
  return weights;
}

const transforms = ['NONE', 'SOFTMAX', 'LOGISTIC', 'SOFTMAX_ZERO', 'PROBIT'] as const;
type Transform = (typeof transforms)[number];

function transformed(x: tf.Tensor, transform: Transform): tf.Tensor {
  if (transform === 'NONE') return x;
  if (transform === 'LOGISTIC') return tf.sigmoid(x);
  if (transform === 'SOFTMAX') return tf.softmax(x);
  throw new OnnxError(`post_transform: ${transform} is not supported`);
}

const ensembleRegressor = operator(1, 1, (call, x) => {
  const { attributes } = call;
  const targets = attributes.int('n_targets', 1);
  const how = attributes.choice('aggregate_function', ['SUM', 'AVERAGE', 'MIN', 'MAX'], 'SUM');
  if (how === 'MIN' || how === 'MAX') throw new OnnxError(`aggregate_function: ${how} is not supported`);
  const transform = attributes.choice('post_transform', transforms, 'NONE');
  const base = floats(call, 'base_values');
  const forest = listed(call, 'target', targets);
  const sum = walked(x!.tensor(), forest);
  const mean = how === 'AVERAGE' ? tf.div(sum, forest.roots.length) : sum;
  return Value.of(transformed(based(mean, base), transform), 'float32');
});

function based(scores: tf.Tensor, base: readonly number[] | undefined): tf.Tensor {
  if (!base || base.length === 0) return scores;
  if (base.length !== scores.shape[1])
    throw new OnnxError(`base_values: expected ${scores.shape[1]}, found ${base.length}`);
  return tf.add(scores, tf.tensor2d(Float32Array.from(base), [1, base.length]));
}

/**
 * Labels and probabilities. Of two classes whose leaves speak of one alone its score is that of the second, and the first
 * has the rest: as in ONNX Runtime, where the leaves say more than the specification.
 */
const ensembleClassifier = operator(1, 1, (call, x) => {
  const { attributes } = call;
  const numbers = attributes.get('ints', 'classlabels_int64s');
  const classes = (numbers ?? attributes.get('strings', 'classlabels_strings') ?? []).length;
  const transform = attributes.choice('post_transform', transforms, 'NONE');
  const base = floats(call, 'base_values') ?? [];
  if (classes < 2) throw new OnnxError(`expected two classes or more, found ${classes}`);
  const named = new Set(attributes.get('ints', 'class_ids') ?? []);
  const positive = (floats(call, 'class_weights') ?? []).every((weight) => weight >= 0);
  const alone = classes === 2 && named.size === 1;
  const forest = listed(call, 'class', classes);
  const sums = walked(x!.tensor(), forest);
  if (!alone) {
    if (classes === 2 && base.some((value) => value !== 0))
      throw new OnnxError('base_values of two classes are not supported');
    const scores = based(sums, base.length === classes ? base : undefined);
    return [labels(scores, numbers), Value.of(transformed(scores, transform), 'float32')];
  }
  if (positive && transform !== 'NONE')
    throw new OnnxError(`leaves of one class, none of them below 0, with post_transform ${transform} mean something else in ONNX Runtime than in the program that made them`); // prettier-ignore
  if (base.length > 1) throw new OnnxError(`base_values: expected at most one, found ${base.length}`);
  const sum = tf.add(tf.sum(sums, 1, true), base[0] ?? 0);
  const pair = positive ? tf.concat([tf.sub(1, sum), sum], 1) : tf.concat([tf.neg(sum), sum], 1);
  const scores = transform === 'LOGISTIC' ? tf.sigmoid(pair) : transform === 'NONE' ? pair : undefined;
  if (!scores) throw new OnnxError(`post_transform: ${transform} of leaves of one class is not supported`);
  return [labels(pair, numbers), Value.of(scores, 'float32')];
});

/** The class of the largest score; null where classes are named by text. */
function labels(scores: tf.Tensor, numbers: readonly number[] | undefined): Value | null {
  if (!numbers) return null;
  const table = tf.tensor1d(Int32Array.from(numbers), 'int32');
  return Value.of(
    withoutGradient(() => tf.gather(table, tf.cast(tf.argMax(scores, 1), 'int32'))),
    'int64',
  );
}

/** Opset 5 of ONNX-ML: nodes and leaves apart, modes and aggregates by number. */
const ensemble = operator(1, 1, (call, x) => {
  const { attributes } = call;
  const targets = attributes.int('n_targets', 1);
  const how = attributes.int('aggregate_function', 1);
  if (how !== 0 && how !== 1) throw new OnnxError(`aggregate_function: expected 0 or 1, found ${how}`);
  const transform = transforms[attributes.int('post_transform', 0)];
  if (!transform) throw new OnnxError('post_transform: expected 0 to 4');
  if (attributes.has('membership_values')) throw new OnnxError('membership_values are not supported');
  const forest = numbered(call, targets);
  const sum = walked(x!.tensor(), forest);
  return Value.of(transformed(how === 0 ? tf.div(sum, forest.roots.length) : sum, transform), 'float32');
});

function numbered({ attributes }: Call, targets: number): Forest {
  const ints = (name: string): readonly number[] => attributes.get('ints', name) ?? [];
  const kinds = attributes.required('tensor', 'nodes_modes');
  const splits = attributes.required('tensor', 'nodes_splits');
  const values = attributes.required('tensor', 'leaf_weights');
  attributes.ignore('nodes_hitrates');
  const nodes = splits.data.length;
  const leaves = values.data.length;
  const count = nodes + leaves;
  const [features, owners] = [ints('nodes_featureids'), ints('leaf_targetids')];
  if (features.length !== nodes || kinds.data.length !== nodes || owners.length !== leaves || count > most)
    throw new OnnxError('expected as many features, modes and splits, and as many targets and weights of leaves');
  const lead = (name: string) => {
    const [to, leafs] = [ints(`nodes_${name}nodeids`), ints(`nodes_${name}leafs`)];
    if (to.length !== nodes || leafs.length !== nodes)
      throw new OnnxError(`expected ${nodes} of nodes_${name}nodeids and _${name}leafs`);
    return Int32Array.from({ length: count }, (_, at) => {
      if (at >= nodes) return at;
      const end = leafs[at] ? leaves : nodes;
      if (!(to[at]! >= 0 && to[at]! < end))
        throw new OnnxError(`nodes_${name}nodeids: expected 0 to ${end - 1}, found ${to[at]}`);
      return leafs[at] ? nodes + to[at]! : to[at]!;
    });
  };
  const weights = new Float32Array(count * targets);
  owners.forEach((target, leaf) => {
    if (!(target >= 0 && target < targets))
      throw new OnnxError(`leaf_targetids: expected 0 to ${targets - 1}, found ${target}`);
    weights[(nodes + leaf) * targets + target] = Number(values.data[leaf]);
  });
  const roots = Int32Array.from(ints('tree_roots'));
  if (roots.length === 0 || roots.some((root) => root < 0 || root >= nodes)) throw new OnnxError('expected tree_roots among the nodes'); // prettier-ignore
  const tracks = ints('nodes_missing_value_tracks_true');
  return {
    roots,
    features: Int32Array.from({ length: count }, (_, at) => features[at] ?? 0),
    splits: Float32Array.from({ length: count }, (_, at) => (at < nodes ? Number(splits.data[at]) : 0)),
    modes: Int32Array.from({ length: count }, (_, at) => {
      const mode = at < nodes ? Number(kinds.data[at]) : -1;
      if (mode >= modes.length) throw new OnnxError(`nodes_modes: expected 0 to ${modes.length - 1}, found ${mode}`);
      return mode;
    }),
    yes: lead('true'),
    no: lead('false'),
    missing: Float32Array.from({ length: count }, (_, at) => Number(tracks[at] === 1)),
    weights: finite(weights),
    targets,
  };
}

/** `x − offset` times `scale`, per feature. */
const scaler = operator(1, 1, ({ attributes }, x) => {
  const numbers = (name: string, otherwise: number): tf.Tensor => {
    const found = attributes.get('floats', name) ?? [otherwise];
    if (found.length !== 1 && found.length !== x!.shape.at(-1)) throw new OnnxError(`${name}: expected ${x!.shape.at(-1)}, found ${found.length}`); // prettier-ignore
    return tf.tensor1d(Float32Array.from(found));
  };
  return Value.of(
    tf.mul(tf.sub(tf.cast(x!.tensor(), 'float32'), numbers('offset', 0)), numbers('scale', 1)),
    'float32',
  );
});

/** Rows of one norm. */
const normalizer = operator(1, 1, ({ attributes }, x) => {
  const kind = attributes.choice('norm', ['MAX', 'L1', 'L2'], 'MAX');
  const t = x!.tensor();
  if (kind === 'MAX') throw new OnnxError('norm: MAX is not supported');
  const size = kind === 'L1' ? tf.sum(tf.abs(t), -1, true) : root(tf.sum(tf.square(t), -1, true));
  return Value.of(
    tf.div(
      t,
      tf.add(
        size,
        withoutGradient(() => tf.cast(tf.equal(size, 0), 'float32')),
      ),
    ),
    'float32',
  );
});

/** Elements along the last axis, by indices that are known. */
const features = operator(2, 2, (_, x, indices) => {
  if (!indices!.known) throw new OnnxError('its indices depend on the values of the inputs');
  const places = Int32Array.from(indices!.known as BigInt64Array, Number);
  const width = x!.shape.at(-1)!;
  if (places.some((place) => place < 0 || place >= width)) throw new OnnxError(`expected indices below ${width}`);
  return Value.of(tf.gather(x!.tensor(), tf.tensor1d(places, 'int32'), x!.rank - 1), x!.type);
});

/** The numbers that ZipMap puts beside names, without the names. */
const unzipped: Operator = operator(1, 1, ({ attributes }, x) => {
  attributes.ignore('classlabels_strings', 'classlabels_int64s');
  return x!;
});

export const learned = {
  ArrayFeatureExtractor: features,
  Normalizer: normalizer,
  Scaler: scaler,
  TreeEnsemble: ensemble,
  TreeEnsembleClassifier: ensembleClassifier,
  TreeEnsembleRegressor: ensembleRegressor,
  ZipMap: unzipped,
} as const satisfies Record<string, Operator>;
