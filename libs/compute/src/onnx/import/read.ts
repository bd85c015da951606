// An ONNX model as a pure TensorFlow.js function of its weights and inputs.
import type { Activation, ImportedModel, ModelPort } from '../../imported-model.ts';
import type { Tensors, TensorValue } from '../../tensors/device.ts';
import { OnnxError, shown } from './errors.ts';
import { evaluateModel } from './evaluate.ts';
import type { Declared, Graph, Node } from './graph.ts';
import { functionKey, type Model, readModel } from './model.ts';
import { requireOperator } from './operators/index.ts';
import { countRoots } from './roots.ts';
import { isFloat, type OnnxType, types } from './types.ts';
import { Value } from './value.ts';

export type { Activation };

export interface OnnxPort extends ModelPort {
  /** The element type in the model, `int64` or `float16`. */
  readonly type: OnnxType;
}

/** Half and double precision are computed in single precision, integers as int32. */
export interface OnnxModel extends ImportedModel {
  readonly opset: number;
  readonly inputs: readonly OnnxPort[];
  readonly outputs: readonly OnnxPort[];
}

/** @throws OnnxError for a damaged file, opsets outside 9 to 21, external data, weights that are NaN, unknown operators */
export function readOnnx(bytes: Uint8Array): OnnxModel {
  const model = readModel(bytes);
  const operators: Record<string, number> = {};
  countOperators(model.graph.nodes, model, operators);
  const weights: Record<string, TensorValue> = {};
  for (const [name, { type, shape, data }] of model.graph.constants)
    if (isFloat(type) && shape.length > 0 && data.length > 0)
      weights[name] = { data: finite(name, data as Float32Array), shape, dtype: 'float32' };
  const types_ = new Map([...model.graph.constants].map(([name, { type }]) => [name, type]));
  return {
    opset: model.opset,
    producer: model.producer,
    differentiable: !Object.keys(operators).some((name) => name.startsWith('TreeEnsemble')),
    inputs: model.inputs.map(portOf),
    outputs: model.outputs.map((declared) => {
      const activation = lastActivation(model.graph, declared);
      return { ...portOf(declared), ...(activation && { activation: activation.kind }) };
    }),
    weights,
    operators,
    roots: countRoots(model),
    run(given, inputs, { activated = true } = {}) {
      const values = new Map<string, Value>();
      for (const [name, { shape }] of Object.entries(weights))
        values.set(name, Value.of(checked(given[name], `weight ${shown(name)}`, 'float32', shape), types_.get(name)!));
      for (const { name, type, shape } of model.inputs)
        values.set(name, Value.of(checked(inputs[name], `input ${shown(name)}`, types[type].dtype, shape), type));
      const results = evaluateModel(activated ? model : { ...model, graph: beforeActivations(model) }, values);
      return Object.fromEntries(model.outputs.map(({ name }, index) => [name, results[index]!.tensor()]));
    },
  };
}

const portOf = ({ name, type, shape }: Declared): OnnxPort => ({ name, shape, dtype: types[type].dtype, type });

const activations: Readonly<Record<string, Activation>> = {
  Sigmoid: 'sigmoid',
  Softmax: 'softmax',
  LogSoftmax: 'log-softmax',
};

/** The activation that makes an output, and the name of what it is made of. */
function lastActivation({ nodes }: Graph, { name, shape }: Declared): { kind: Activation; from: string } | undefined {
  const node = nodes.find(({ outputs }) => outputs.includes(name));
  const kind = node?.domain === '' ? activations[node.operator] : undefined;
  if (!node || !kind || !shape) return undefined;
  const axis = node.attributes.get('axis');
  const last = kind === 'sigmoid' || axis?.value === -1 || axis?.value === shape.length - 1;
  // Without the attribute it is the last axis from opset 13 on, the second one before.
  return last || (!axis && shape.length === 2) ? { kind, from: node.inputs[0]! } : undefined;
}

/** The graph with the inputs of its last activations as outputs. */
function beforeActivations({ graph, outputs }: Model): Graph {
  const names = outputs.map((declared) => lastActivation(graph, declared)?.from ?? declared.name);
  return { ...graph, outputs: names };
}

/** Infinities are left: masks are made of them. */
function finite(name: string, data: Float32Array | Float64Array): Float32Array {
  for (const value of data) {
    if (Number.isNaN(value)) throw new OnnxError(`weight ${shown(name)} holds NaN`);
    if (Number.isFinite(value) && !Number.isFinite(Math.fround(value)))
      throw new OnnxError(`weight ${shown(name)} holds ${value}, which is beyond float32`);
  }
  return data instanceof Float64Array ? Float32Array.from(data) : data;
}

function checked(
  tensor: Tensors[string] | undefined,
  what: string,
  dtype: TensorValue['dtype'],
  shape: Declared['shape'],
): Tensors[string] {
  if (!tensor) throw new OnnxError(`${what}: expected a tensor, found none`);
  const fits =
    !shape ||
    (tensor.shape.length === shape.length &&
      shape.every((extent, axis) => typeof extent === 'string' || extent === tensor.shape[axis]));
  if (!fits || tensor.dtype !== dtype)
    throw new OnnxError(
      `${what}: expected ${dtype}[${shape?.map((extent) => extent || '?').join(', ') ?? '…'}], found ${tensor.dtype}[${tensor.shape.join(', ')}]`,
    );
  return tensor;
}

/** @throws OnnxError for the first operator that is not in the table */
function countOperators(nodes: readonly Node[], model: Model, counts: Record<string, number>, within = 0): void {
  if (within > 32) throw new OnnxError('functions of the model call each other more than 32 deep');
  for (const node of nodes) {
    const called = model.functions.get(functionKey(node.domain, node.operator));
    if (called) countOperators(called.nodes, model, counts, within + 1);
    else {
      requireOperator(node);
      counts[node.operator] = (counts[node.operator] ?? 0) + 1;
    }
    for (const attribute of node.attributes.values())
      if (attribute.kind === 'graph') countOperators((attribute.value as Graph).nodes, model, counts, within);
  }
}
