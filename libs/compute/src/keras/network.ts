// A Keras model as a function: its layers built from their configuration and weights, its graph evaluated in order.
import type { Tensor } from '@tensorflow/tfjs-core';
import { shown } from '../errors.ts';
import { Config, isObject, type Json } from './config.ts';
import { inLayer, KerasError } from './errors.ts';
import {
  type Argument,
  isModel,
  type LayerSpec,
  type ModelSpec,
  readLayerSpec,
  readModelSpec,
  refsIn,
  type Ref,
} from './graph.ts';
import { type Apply, type Call, type Given, isMasked, type Masked } from './layer.ts';
import { isOperation, requireLayer } from './layers/index.ts';
import { Collected, type LayerWeights, ListedWeights, type Variable } from './weights.ts';

export interface BuildOptions {
  /** Major and minor version of Keras, 3.15. */
  readonly version: number;
  /** What Lambda layers compute, by their names. */
  readonly lambdas: Readonly<Record<string, string>>;
  /** Counts layers by class. */
  readonly counts: Record<string, number>;
}

const noWeights: LayerWeights = new ListedWeights([], new Collected(), '');

/** Models inside each other beyond this depth are a damaged file. */
const deepest = 16;

/** A model's outputs from its inputs, in its order. */
export type Network = (
  inputs: readonly Masked[],
  value: (variable: Variable) => Tensor,
  /** Layers whose activation is left out. */
  bare?: ReadonlySet<string>,
) => Masked[];

interface Step {
  readonly spec: LayerSpec;
  readonly use: number;
  readonly apply: Apply;
}

export function buildNetwork(spec: ModelSpec, weights: LayerWeights, options: BuildOptions, depth = 0): Network {
  if (depth > deepest) throw new KerasError(`expected at most ${deepest} models inside each other`);
  const own = spec.layers.filter((layer) => !isOperation(layer, options.version));
  const given = weights.layers(
    own.map(({ name, class: kind, config }) => ({ name, class: kind, inside: namesWithin(config) })),
  );
  const parts = new Map(own.map(({ name }, at) => [name, given[at]!]));
  const built = new Map<string, Apply>();
  const byName = new Map(spec.layers.map((layer) => [layer.name, layer]));
  const needed = inOrder(spec, byName);
  spec.layers.forEach((layer) => {
    if (layer.class === 'InputLayer' || !needed.some(({ spec: own }) => own === layer)) return;
    built.set(layer.name, buildLayer(layer, parts.get(layer.name) ?? noWeights, options, depth));
  });
  const steps = needed.flatMap(({ spec: layer, use }): Step[] => {
    const apply = built.get(layer.name);
    return apply ? [{ spec: layer, use, apply }] : [];
  });
  return (inputs, value, bare) => {
    if (inputs.length !== spec.inputs.length)
      throw new KerasError(`expected ${spec.inputs.length} inputs, found ${inputs.length}`);
    const made = new Map<string, readonly Masked[]>();
    spec.inputs.forEach((ref, at) => made.set(keyOf(ref), [inputs[at]!]));
    for (const { spec: layer, use, apply } of steps)
      inLayer({ layer: layer.name, class: layer.class }, () =>
        made.set(
          keyOf({ layer: layer.name, use }),
          outputsOf(apply({ ...callOf(layer, use, made, value), bare: bare?.has(layer.name) ?? false })),
        ),
      );
    return spec.outputs.map((ref) => tensorOf(ref, made));
  };
}

/** Names of the layers that a configuration holds, however deep. */
function namesWithin(config: Json, depth = 0): Set<string> {
  const names = new Set<string>();
  if (!isObject(config) || depth > deepest) return names;
  for (const item of [config.layer, ...(Array.isArray(config.layers) ? config.layers : [])] as (Json | undefined)[]) {
    if (!isObject(item) || !isObject(item.config)) continue;
    const name = item.name ?? item.config.name;
    if (typeof name === 'string') names.add(name);
    for (const inner of namesWithin(item.config, depth + 1)) names.add(inner);
  }
  return names;
}

/** A layer of its own, or a model that stands for one. */
function buildLayer(spec: LayerSpec, weights: LayerWeights, options: BuildOptions, depth: number): Apply {
  return inLayer({ layer: spec.name, class: spec.class }, () => {
    options.counts[spec.class] = (options.counts[spec.class] ?? 0) + 1;
    const apply = isModel(spec.class) && !spec.registered?.includes('>') ? inner() : own();
    weights.finish();
    return apply;
  });

  function inner(): Apply {
    const network = buildNetwork(readModelSpec(spec.class, spec.config), weights, options, depth + 1);
    return ({ inputs, value }) => network(inputs, value);
  }

  function own(): Apply {
    const layer = requireLayer(spec, options.version);
    const config = new Config(spec.config, options.version);
    const made = layer({
      config,
      weights,
      name: spec.name,
      lambda: Object.hasOwn(options.lambdas, spec.name) ? options.lambdas[spec.name] : undefined,
      inner(item, within) {
        const inside = readLayerSpec(item);
        if (depth >= deepest) throw new KerasError(`expected at most ${deepest} layers inside each other`);
        return { class: inside.class, apply: buildLayer(inside, within, options, depth + 1) };
      },
    });
    config.finish();
    return made;
  }
}

const keyOf = ({ layer, use }: Pick<Ref, 'layer' | 'use'>): string => `${use}:${layer}`;

/** The uses of layers that the outputs need, each after those that it needs itself. */
function inOrder(spec: ModelSpec, byName: ReadonlyMap<string, LayerSpec>): { spec: LayerSpec; use: number }[] {
  const order: { spec: LayerSpec; use: number }[] = [];
  const state = new Map<string, 'begun' | 'done'>();
  const pending: { ref: Ref; leave: boolean }[] = [...spec.outputs, ...spec.inputs].reverse().map((ref) => ({ ref, leave: false })); // prettier-ignore
  while (pending.length > 0) {
    const { ref, leave } = pending.pop()!;
    const key = keyOf(ref);
    const layer = byName.get(ref.layer);
    const use = layer?.uses[ref.use];
    if (!layer || !use)
      throw new KerasError(
        `something takes what layer ${shown(ref.layer)} makes at its use ${ref.use}, which is not there`,
      );
    if (leave) {
      state.set(key, 'done');
      order.push({ spec: layer, use: ref.use });
      continue;
    }
    if (state.get(key) === 'done') continue;
    if (state.get(key) === 'begun') throw new KerasError(`layer ${shown(ref.layer)} needs what it makes itself`);
    state.set(key, 'begun');
    pending.push({ ref, leave: true });
    for (const needs of refsIn(use)) if (state.get(keyOf(needs)) !== 'done') pending.push({ ref: needs, leave: false });
  }
  return order;
}

function tensorOf(ref: Ref, made: ReadonlyMap<string, readonly Masked[]>): Masked {
  const found = made.get(keyOf(ref))?.[ref.output];
  if (!found) throw new KerasError(`layer ${shown(ref.layer)} does not make an output ${ref.output}`);
  return found;
}

function callOf(
  { uses }: LayerSpec,
  use: number,
  made: ReadonlyMap<string, readonly Masked[]>,
  value: (variable: Variable) => Tensor,
): Omit<Call, 'bare'> {
  const { args, named } = uses[use]!;
  const given = (argument: Argument): Given => {
    if ('ref' in argument) return tensorOf(argument.ref, made);
    return 'list' in argument ? argument.list.map(given) : argument.value;
  };
  const values = args.map(given);
  const byName = new Map([...named].map(([name, argument]) => [name, given(argument)]));
  if (byName.get('training') === true) throw new KerasError('it is called for training');
  const inputs = values.flatMap(maskedIn);
  const mask = byName.get('mask');
  const asked = isMasked(mask) && inputs.length === 1 ? [{ ...inputs[0]!, mask: mask.tensor }] : inputs;
  if (mask != null && asked === inputs && !isMasked(mask)) throw new KerasError('its argument mask is not supported');
  return {
    inputs: asked,
    args: values,
    named: (name) => byName.get(name) ?? undefined,
    names: () => [...byName.keys()].filter((name) => name !== 'training' && name !== 'mask'),
    value,
  };
}

const maskedIn = (given: Given): Masked[] =>
  isMasked(given) ? [given] : Array.isArray(given) ? (given as readonly Given[]).flatMap(maskedIn) : [];

function outputsOf(made: ReturnType<Apply>): readonly Masked[] {
  if (Array.isArray(made)) return made as readonly Masked[];
  return isMasked(made) ? [made] : [{ tensor: made as Tensor }];
}

/** Shape and type of an input, as its layer says. */
export function inputPort({ config, name }: LayerSpec): {
  name: string;
  shape?: (number | string)[];
  dtype: 'float32' | 'int32';
} {
  const shape = (config.batch_shape ?? config.batch_input_shape) as Json | undefined;
  const type = typeof config.dtype === 'string' ? config.dtype : 'float32';
  return {
    name,
    ...(Array.isArray(shape) && { shape: shape.map((extent) => (typeof extent === 'number' ? extent : '')) }),
    dtype: /^u?int/.test(type) ? 'int32' : 'float32',
  };
}
