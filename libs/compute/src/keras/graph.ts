// The graph of a Keras model from its configuration: which layer takes which tensors; in the form of Keras 3 and in that before.
import { shown } from '../errors.ts';
import { isObject, type Json, type JsonObject } from './config.ts';
import { KerasError } from './errors.ts';

/** A tensor that a layer makes: the layer's name, at which of its uses, and which of that use's outputs. */
export interface Ref {
  readonly layer: string;
  readonly use: number;
  readonly output: number;
}

/** An argument of a use of a layer: tensors in the place of their references. */
export type Argument = { readonly ref: Ref } | { readonly list: readonly Argument[] } | { readonly value: Json };

export interface Use {
  readonly args: readonly Argument[];
  readonly named: ReadonlyMap<string, Argument>;
}

export interface LayerSpec {
  readonly name: string;
  readonly class: string;
  readonly config: JsonObject;
  /** Where the class is defined, as Keras 3 says; missing before. */
  readonly module?: string;
  /** `package>class` of one that is not Keras' own. */
  readonly registered?: string;
  readonly uses: readonly Use[];
}

export interface ModelSpec {
  readonly name: string;
  readonly layers: readonly LayerSpec[];
  readonly inputs: readonly Ref[];
  readonly outputs: readonly Ref[];
}

const modelClasses = new Set(['Functional', 'Model', 'Sequential']);

export const isModel = (name: string): boolean => modelClasses.has(name);

/** @throws KerasError for a model that is not built of layers: a subclass, whose code is not in the file */
export function readModelSpec(name: string, config: Json): ModelSpec {
  if (!isModel(name))
    throw new KerasError(
      `expected a Functional or Sequential model, found the class ${shown(name)}, whose code is not in the file and would not be executed; build it of layers, or export it as ONNX`,
    );
  const list = Array.isArray(config) ? config : isObject(config) ? config.layers : undefined;
  if (!Array.isArray(list) || list.length === 0) throw new KerasError('expected a configuration with layers');
  const layers = list.map((item) => readLayerSpec(item));
  const twice = layers.find((layer, at) => layers.findIndex((other) => other.name === layer.name) < at);
  if (twice) throw new KerasError(`two layers are called ${shown(twice.name)}`);
  const own = isObject(config) && typeof config.name === 'string' ? config.name : name;
  if (name === 'Sequential') return chained(own, layers);
  const { input_layers: inputs, output_layers: outputs } = config as JsonObject;
  return shifted({ name: own, layers, inputs: refsOf(inputs), outputs: refsOf(outputs) });
}

/** Keras 2 counts the uses of a model within from 1: its use when it was made is 0, and not in the file. */
function shifted(spec: ModelSpec): ModelSpec {
  const asked = new Map<string, number>();
  const refs = [...spec.outputs, ...spec.layers.flatMap(({ uses }) => uses.flatMap(refsIn))];
  for (const { layer, use } of refs) asked.set(layer, Math.max(use, asked.get(layer) ?? 0));
  const off = new Set(
    spec.layers.flatMap((layer) =>
      isModel(layer.class) && layer.uses.length > 0 && asked.get(layer.name) === layer.uses.length ? [layer.name] : [],
    ),
  );
  if (off.size === 0) return spec;
  const back = (ref: Ref): Ref => (off.has(ref.layer) ? { ...ref, use: ref.use - 1 } : ref);
  const inside = (argument: Argument): Argument => {
    if ('ref' in argument) return { ref: back(argument.ref) };
    return 'list' in argument ? { list: argument.list.map(inside) } : argument;
  };
  const layers = spec.layers.map((layer) => ({
    ...layer,
    uses: layer.uses.map(({ args, named }) => ({
      args: args.map(inside),
      named: new Map([...named].map(([name, argument]) => [name, inside(argument)])),
    })),
  }));
  return { ...spec, layers, outputs: spec.outputs.map(back) };
}

/** A Sequential model: each layer takes what the one before it makes. */
function chained(name: string, layers: readonly LayerSpec[]): ModelSpec {
  const first = layers[0]!;
  const input: LayerSpec =
    first.class === 'InputLayer'
      ? first
      : { name: `${first.name}_input`, class: 'InputLayer', config: first.config, uses: [] };
  const chain: LayerSpec[] = [{ ...input, uses: [{ args: [], named: new Map() }] }];
  for (const layer of first === input ? layers.slice(1) : layers)
    chain.push({ ...layer, uses: [{ args: [{ ref: refTo(chain.at(-1)!.name) }], named: new Map() }] });
  return { name, layers: chain, inputs: [refTo(input.name)], outputs: [refTo(chain.at(-1)!.name)] };
}

const refTo = (layer: string): Ref => ({ layer, use: 0, output: 0 });

/** A layer within another, which has no uses of its own. */
export function readLayerSpec(item: Json | undefined): LayerSpec {
  if (!isObject(item) || typeof item.class_name !== 'string' || !(isObject(item.config) || Array.isArray(item.config)))
    throw new KerasError(`expected a layer with class_name and config, found ${shown(JSON.stringify(item) ?? 'none')}`);
  const config = (isObject(item.config) ? item.config : { layers: item.config }) as JsonObject;
  const name = item.name ?? config.name ?? item.class_name;
  if (typeof name !== 'string')
    throw new KerasError(`expected a layer with a name, found ${shown(JSON.stringify(name))}`);
  const nodes = item.inbound_nodes ?? [];
  if (!Array.isArray(nodes)) throw new KerasError(`layer ${shown(name)}: expected a list of inbound_nodes`);
  const uses = nodes.map((node) => useOf(node as Json, name));
  return {
    name,
    class: item.class_name,
    config,
    module: typeof item.module === 'string' ? item.module : undefined,
    registered: typeof item.registered_name === 'string' ? item.registered_name : undefined,
    uses: item.class_name === 'InputLayer' ? [{ args: [], named: new Map() }] : uses,
  };
}

function useOf(node: Json, layer: string): Use {
  if (isObject(node) && Array.isArray(node.args)) {
    const named = isObject(node.kwargs) ? Object.entries(node.kwargs) : [];
    return {
      args: node.args.map((one) => argumentOf(one as Json)),
      named: new Map(named.map(([name, value]) => [name, argumentOf(value)])),
    };
  }
  if (!Array.isArray(node))
    throw new KerasError(`layer ${shown(layer)}: expected inputs, found ${shown(JSON.stringify(node))}`);
  return legacyUse(node, layer);
}

/** Before Keras 3: a list of [layer, use, output, named arguments]; the first has the named arguments. */
function legacyUse(node: readonly Json[], layer: string): Use {
  const rows = (typeof node[0] === 'string' ? [node] : node) as Json[];
  const named = new Map<string, Argument>();
  const args = rows.map((row, at): Argument => {
    if (!Array.isArray(row) || row.length < 3)
      throw new KerasError(`layer ${shown(layer)}: expected inputs, found ${shown(JSON.stringify(row))}`);
    const more: unknown = row[3];
    if (at === 0 && isObject(more))
      for (const [name, value] of Object.entries(more)) named.set(name, legacyArgument(value));
    return legacyArgument(row.slice(0, 3));
  });
  return { args: args.length > 1 ? [{ list: args }] : args, named };
}

function legacyArgument(value: Json): Argument {
  if (!Array.isArray(value)) return { value };
  if (value[0] === '_CONSTANT_VALUE') return { value: value[2] as Json };
  if (typeof value[0] === 'string' && typeof value[1] === 'number' && typeof value[2] === 'number' && value.length <= 4)
    return { ref: refOf(value) };
  return value.some((item) => Array.isArray(item))
    ? { list: value.map((item) => legacyArgument(item as Json)) }
    : { value };
}

function argumentOf(value: Json): Argument {
  if (Array.isArray(value)) {
    const list = value.map((item) => argumentOf(item as Json));
    return list.every((item) => 'value' in item) ? { value } : { list };
  }
  if (isObject(value) && value.class_name === '__keras_tensor__' && isObject(value.config))
    return { ref: refOf(value.config.keras_history) };
  return { value };
}

function refOf(value: Json | undefined): Ref {
  const [layer, use, output] = Array.isArray(value) ? (value as readonly unknown[]) : [];
  if (typeof layer !== 'string' || !isCount(use) || !isCount(output))
    throw new KerasError(`expected [layer, use, output], found ${shown(JSON.stringify(value) ?? 'none')}`);
  return { layer, use, output };
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

/** One reference, a list of them, or one under a name each. */
function refsOf(value: Json | undefined): Ref[] {
  if (Array.isArray(value)) {
    if (typeof value[0] === 'string') return [refOf(value)];
    return value.flatMap((item) => refsOf(item as Json));
  }
  if (isObject(value)) return Object.values(value).flatMap((item) => refsOf(item));
  throw new KerasError(`expected input_layers and output_layers, found ${shown(JSON.stringify(value) ?? 'none')}`);
}

/** The tensors that a use of a layer takes. */
export function refsIn({ args, named }: Use): Ref[] {
  const within = (argument: Argument): Ref[] => {
    if ('ref' in argument) return [argument.ref];
    return 'list' in argument ? argument.list.flatMap(within) : [];
  };
  return [...args, ...named.values()].flatMap(within);
}
