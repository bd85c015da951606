// A Keras model as a pure TensorFlow.js function of its weights and inputs: `.keras` of Keras 3, `.h5` of Keras up to 2 and 3.
import type { Tensor } from '@tensorflow/tfjs-core';
import { unzipSync } from 'fflate';
import type { Tensors } from '../tensors/device.ts';
import type { Activation, ImportedModel, ModelPort } from '../imported-model.ts';
import { shown } from '../errors.ts';
import { ArchiveWeights } from './archive-weights.ts';
import { isObject, type Json, type JsonObject } from './config.ts';
import { KerasError } from './errors.ts';
import { type ModelSpec, readModelSpec, refsIn } from './graph.ts';
import { type Hdf5Group, readHdf5 } from './hdf5.ts';
import { lastActivation } from './layers/activations.ts';
import { lambdaNames } from './layers/core.ts';
import { buildNetwork, inputPort } from './network.ts';
import { Collected, type LayerWeights, ListedWeights, type StoredWeight, type Variable } from './weights.ts';

export interface KerasOptions {
  /**
   * What Lambda layers compute, by their names: their code is never executed. `energyflow-pfn-mask` and
   * `energyflow-efn-mask` are the masks of EnergyFlow's PFN and EFN, with the value that the file has as their default.
   */
  readonly lambdas?: Readonly<Record<string, string>>;
}

const most = 2 ** 31;

/** @throws KerasError for a damaged file, code in it, classes that are not Keras' own or not in the table, NaN in weights */
export async function readKeras(bytes: Uint8Array, options: KerasOptions = {}): Promise<ImportedModel> {
  const isHdf5 = bytes.length > 8 && bytes[0] === 0x89 && bytes[1] === 0x48;
  return isHdf5 ? readLegacy(await readHdf5(bytes), options) : readArchive(bytes, options);
}

async function readArchive(bytes: Uint8Array, options: KerasOptions): Promise<ImportedModel> {
  let files: Record<string, Uint8Array>;
  try {
    files = unzipSync(bytes, { filter: ({ originalSize }) => originalSize <= most });
  } catch (error) {
    throw new KerasError(`expected a .keras archive or an HDF5 file, found ${bytes.length} bytes that are none, or one that is cut off`, {}, { cause: error }); // prettier-ignore
  }
  const config = files['config.json'];
  const stored = files['model.weights.h5'];
  if (!config || !stored)
    throw new KerasError(`expected config.json and model.weights.h5 in the archive, found ${Object.keys(files).slice(0, 9).map(shown).join(', ') || 'nothing'}`); // prettier-ignore
  const metadata = files['metadata.json'] ? parsed(files['metadata.json'], 'metadata.json') : {};
  const said = typeof metadata.keras_version === 'string' ? metadata.keras_version : '';
  const { class_name: kind, config: inside } = parsed(config, 'config.json');
  const collected = new Collected();
  const weights = new ArchiveWeights(await readHdf5(stored), collected, '');
  return kerasModel(kind, inside, weights, collected, said, options);
}

function readLegacy(root: Hdf5Group, options: KerasOptions): ImportedModel {
  const config = root.attributes.get('model_config');
  if (typeof config !== 'string')
    throw new KerasError('expected an attribute model_config; a file of weights alone has no graph: save the whole model, model.save(...)'); // prettier-ignore
  const { class_name: kind, config: inside } = parsed(config, 'model_config');
  const stored = root.groups.get('model_weights');
  if (!stored) throw new KerasError('expected a group model_weights, found none');
  const said = stored.attributes.get('keras_version') ?? root.attributes.get('keras_version');
  const collected = new Collected();
  const list = [...stored.groups].flatMap(([layer, group]) => namedWeights(layer, group));
  const weights = new ListedWeights(list, collected, '');
  return kerasModel(kind, inside, weights, collected, typeof said === 'string' ? said : '', options);
}

/** The weights of one layer's group, by the names that its attribute lists; lists too long for one attribute go on in others. */
function namedWeights(layer: string, group: Hdf5Group): (StoredWeight & { name: string })[] {
  const names: string[] = [];
  const add = (list: string | readonly string[] | undefined): boolean => {
    if (list === undefined) return false;
    names.push(...(typeof list === 'string' ? [list] : list));
    return true;
  };
  if (!add(group.attributes.get('weight_names')))
    for (let part = 0; add(group.attributes.get(`weight_names${part}`)); part++);
  return names.map((name) => {
    const stored = name.split('/').reduce<Hdf5Group | undefined>((at, part) => at?.groups.get(part) ?? (at?.arrays.has(part) ? at : undefined), group); // prettier-ignore
    const array = stored?.arrays.get(name.split('/').at(-1)!);
    if (!array) throw new KerasError(`layer ${shown(layer)}: expected a weight ${shown(name)}, found none`);
    return { ...array, name: `${layer}/${name.replace(/:\d+$/, '')}` };
  });
}

function parsed(content: Uint8Array | string, what: string): JsonObject {
  let value: Json;
  try {
    value = JSON.parse(typeof content === 'string' ? content : new TextDecoder().decode(content)) as Json;
  } catch (error) {
    throw new KerasError(`${what}: expected JSON, found damage: ${(error as Error).message.split('\n')[0]!.slice(0, 120)}`, {}, { cause: error }); // prettier-ignore
  }
  if (!isObject(value)) throw new KerasError(`${what}: expected an object`);
  return value;
}

/** The model of a configuration and its weights. */
export function kerasModel(
  kind: Json | undefined,
  config: Json | undefined,
  weights: LayerWeights,
  collected: Collected,
  said: string,
  { lambdas = {} }: KerasOptions,
): ImportedModel {
  for (const [name, declared] of Object.entries(lambdas))
    if (!lambdaNames.includes(declared))
      throw new KerasError(`lambdas: ${name}: expected ${lambdaNames.join(' or ')}, found ${shown(declared)}`);
  if (typeof kind !== 'string') throw new KerasError('expected a class_name of the model, found none');
  const spec = readModelSpec(kind, config ?? null);
  const counts: Record<string, number> = {};
  const version = versionOf(said);
  const network = buildNetwork(spec, weights, { version, lambdas, counts });
  weights.finish();
  const inputs = spec.inputs.map(({ layer }) => inputPort(spec.layers.find(({ name }) => name === layer)!));
  const outputs = outputsOf(spec);
  const bare = new Set(outputs.filter(({ activation }) => activation).map(({ layer }) => layer));
  return {
    producer: said ? `Keras ${said}` : 'Keras',
    differentiable: true,
    inputs,
    outputs: outputs.map(({ name, activation }): ModelPort => ({
      name,
      dtype: 'float32',
      ...(activation && { activation }),
    })),
    weights: collected.values,
    operators: counts,
    roots: (counts.Sqrt ?? 0) + (counts.Power ?? 0),
    run: (given, fed, { activated = true } = {}) => {
      const masked = inputs.map((port) => ({ tensor: checked(fed[port.name], port) }));
      const made = network(masked, (variable) => weightOf(given, variable), activated ? undefined : bare);
      return Object.fromEntries(outputs.map(({ name }, at) => [name, made[at]!.tensor]));
    },
  };
}

/** 3.15 for 3.15.1, so that versions can be compared; TensorFlow.js writes those of Keras 2. */
function versionOf(said: string): number {
  const [, major, minor] = /(\d+)\.(\d+)/.exec(said) ?? [];
  if (said.includes('tfjs') || major === undefined) return 2;
  return Number(major) + Number(minor) / 100;
}

interface Output {
  readonly name: string;
  readonly layer: string;
  readonly activation?: Activation;
}

/** Outputs are called as the layers that make them; an activation counts where nothing else takes what it makes. */
function outputsOf(spec: ModelSpec): Output[] {
  const made: Output[] = [];
  const taken = new Set(spec.layers.flatMap(({ uses }) => uses.flatMap(refsIn)).map(({ layer }) => layer));
  for (const { layer } of spec.outputs) {
    let name = layer;
    for (let again = 2; made.some((output) => output.name === name); again++) name = `${layer}_${again}`;
    const own = spec.layers.find((one) => one.name === layer)!;
    const once = own.uses.length === 1 && spec.outputs.filter((output) => output.layer === layer).length === 1;
    made.push({ name, layer, activation: once && !taken.has(layer) ? lastActivation(own) : undefined });
  }
  return made;
}

function weightOf(given: Tensors, { name, shape }: Variable): Tensor {
  const tensor = given[name];
  if (!tensor || tensor.shape.join() !== shape.join())
    throw new KerasError(`weight ${shown(name)}: expected float32[${shape.join(', ')}], found ${tensor ? `${tensor.dtype}[${tensor.shape.join(', ')}]` : 'none'}`); // prettier-ignore
  return tensor;
}

function checked(tensor: Tensor | undefined, { name, shape, dtype }: ModelPort): Tensor {
  if (!tensor) throw new KerasError(`input ${shown(name)}: expected a tensor, found none`);
  const fits = !shape || (tensor.shape.length === shape.length && shape.every((extent, axis) => typeof extent === 'string' || extent === tensor.shape[axis])); // prettier-ignore
  if (!fits || tensor.dtype !== dtype)
    throw new KerasError(`input ${shown(name)}: expected ${dtype}[${shape?.map((extent) => extent || '?').join(', ') ?? '…'}], found ${tensor.dtype}[${tensor.shape.join(', ')}]`); // prettier-ignore
  return tensor;
}
