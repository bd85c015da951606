// Forests as the nodes of ONNX-ML write them: columns of a list of nodes, or nodes and leaves apart.
import { OnnxError } from '../../errors.ts';
import type { Call } from '../../operator.ts';
import { type Forest, modes } from './forest.ts';

const most = 2 ** 24;

/** Numbers in single precision, or in double as a tensor. */
export function floats({ attributes }: Call, name: string): number[] | undefined {
  const tensor = attributes.get('tensor', `${name}_as_tensor`);
  return tensor ? Array.from(tensor.data as Float64Array, Number) : attributes.get('floats', name)?.slice();
}

/** Of one list of nodes, leaves among them, and a list of what leaves add. @throws OnnxError for lists that disagree */
export function listed(call: Call, kind: 'class' | 'target', targets: number): Forest {
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
    splits: numbers(
      Float32Array.from(column('nodes_values', floats(call, 'nodes_values')), (value, node) =>
        mode[node] === -1 ? 0 : value,
      ),
    ),
    modes: mode,
    yes,
    no,
    missing: Float32Array.from(tracks?.length === count ? tracks : new Array<number>(count).fill(0)),
    weights: finite(weights),
    targets,
  };
}

/** Thresholds may be infinite. */
function numbers(splits: Float32Array): Float32Array {
  if (splits.some((value) => Number.isNaN(value))) throw new OnnxError('its thresholds hold NaN');
  return splits;
}

function finite(weights: Float32Array): Float32Array {
  if (weights.some((value) => !Number.isFinite(value))) throw new OnnxError('its leaves hold NaN or infinity');
  return weights;
}

/** Of opset 5: nodes and leaves apart, modes by number. @throws OnnxError for lists that disagree */
export function numbered({ attributes }: Call, targets: number): Forest {
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
    splits: numbers(Float32Array.from({ length: count }, (_, at) => (at < nodes ? Number(splits.data[at]) : 0))),
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
