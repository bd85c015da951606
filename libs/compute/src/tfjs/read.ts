// A TensorFlow.js model as a pure function of its weights and inputs: layers models, as Keras wrote them, and graph models.
import type { ImportedModel } from '../imported-model.ts';
import { shown } from '../errors.ts';
import { isObject, type Json, type JsonObject } from '../keras/config.ts';
import { kerasModel, type KerasOptions } from '../keras/read.ts';
import { Collected, ListedWeights } from '../keras/weights.ts';
import { TfjsError } from './errors.ts';
import { graphModel } from './graph-model.ts';
import { type ReadBeside, readWeights } from './manifest.ts';

/**
 * @param json the bytes of model.json
 * @param beside gives the files of weights, by their names in it
 * @throws ModelError for a damaged file, code in it, layers or operators that are not in the tables, NaN in weights
 */
export async function readTfjs(
  json: Uint8Array,
  beside: ReadBeside,
  options: KerasOptions = {},
): Promise<ImportedModel> {
  const model = parsed(json);
  const { format, modelTopology: topology, weightsManifest } = model;
  if (!isObject(topology)) throw new TfjsError('expected a modelTopology, found none');
  const by = [model.generatedBy, model.convertedBy].filter((name) => typeof name === 'string').join(', ');
  if (Array.isArray(topology.node)) return graphModel(topology, model, await readWeights(weightsManifest, beside), by);
  if (format !== undefined && format !== 'layers-model')
    throw new TfjsError(`expected a layers-model or a graph-model, found ${shown(JSON.stringify(format))}`);
  const config = isObject(topology.model_config) ? topology.model_config : topology;
  const collected = new Collected();
  const weights = new ListedWeights(await readWeights(weightsManifest, beside), collected, '');
  const said = typeof topology.keras_version === 'string' ? topology.keras_version : 'tfjs';
  const read = kerasModel(config.class_name, config.config, weights, collected, said, options);
  return { ...read, producer: by || read.producer };
}

function parsed(json: Uint8Array): JsonObject {
  let value: Json;
  try {
    value = JSON.parse(new TextDecoder().decode(json)) as Json;
  } catch (error) {
    const why = (error as Error).message.split('\n')[0]!.slice(0, 120);
    throw new TfjsError(`expected JSON, found damage: ${why}`, {}, { cause: error });
  }
  if (!isObject(value)) throw new TfjsError('expected an object');
  return value;
}
