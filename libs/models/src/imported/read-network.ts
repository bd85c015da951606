// The file of a trained network, whatever program wrote it, as a function of named inputs.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync, zipSync } from 'fflate';
import { ModelError, readKeras, readOnnx, readTfjs, type ImportedModel } from '@jetdemon/compute';
import type { ImportedRecord, NetworkFormat } from '@jetdemon/artifacts';
import { InputError } from '@jetdemon/workflow';

/** What is imported: a pure function from weights and inputs to outputs, with what the file says of them. */
export interface ImportedNetwork extends ImportedModel {
  readonly format: NetworkFormat;
  /** Of ONNX. */
  readonly opset?: number;
}

/** Functions that stand for the code of Lambda layers, by the names of those layers. */
export type Lambdas = ImportedRecord['lambdas'];

const MODEL = 'model.json';

/**
 * The bytes of a network: those of its file, or an archive of the files of a TensorFlow.js model where `path` is its folder.
 *
 * @throws InputError for a folder that holds no model.json
 */
export function bytesOfNetwork(path: string): Uint8Array {
  if (!statSync(path).isDirectory()) return readFileSync(path);
  const names = readdirSync(path);
  if (!names.includes(MODEL))
    throw new InputError(
      `expected ${MODEL} of a TensorFlow.js model in the folder, found ${names.slice(0, 9).join(', ') || 'nothing'}`,
      `${path}:`,
    );
  const weights = weightFiles(readFileSync(join(path, MODEL), 'utf8')).filter((name) => names.includes(name));
  const files = [MODEL, ...weights].map((name) => [name, readFileSync(join(path, name))] as const);
  // The same bytes for the same files, whenever they are read.
  return zipSync(Object.fromEntries(files), { level: 0, mtime: new Date(1980, 0, 1) });
}

/** Files that a model.json names, as far as it can be read; what is wrong with it is said when the network is. */
function weightFiles(json: string): string[] {
  try {
    const { weightsManifest } = JSON.parse(json) as { weightsManifest?: readonly { paths?: readonly unknown[] }[] };
    return (weightsManifest ?? []).flatMap(({ paths = [] }) => paths).map(String);
  } catch {
    return [];
  }
}

/**
 * Reads the bytes of a network; nothing of a file is ever executed.
 *
 * @param file its name, for messages
 * @throws InputError for what is no network, is damaged, or holds what is not supported
 */
export async function readNetwork(bytes: Uint8Array, file: string, lambdas: Lambdas = {}): Promise<ImportedNetwork> {
  try {
    return await read(bytes, lambdas);
  } catch (error) {
    if (error instanceof ModelError || error instanceof Unfit) throw InputError.at({ file }, error.message);
    throw error;
  }
}

class Unfit extends Error {}

async function read(bytes: Uint8Array, lambdas: NonNullable<Lambdas>): Promise<ImportedNetwork> {
  if (bytes.length === 0) throw new Unfit('expected a network, found an empty file');
  if (isPyTorch(bytes)) throw new Unfit(`expected a network, found a PyTorch file: ${pytorch}`);
  if (starts(bytes, 0x89, 0x48, 0x44, 0x46)) return { ...(await readKeras(bytes, { lambdas })), format: 'h5' };
  if (starts(bytes, 0x7b)) throw new Unfit(json);
  if (!isZip(bytes)) return { ...readOnnx(bytes), format: 'onnx' };
  const beside = tfjsFiles(bytes);
  if (!beside) return { ...(await readKeras(bytes, { lambdas })), format: 'keras' };
  const weights = (path: string): Uint8Array => {
    if (!Object.hasOwn(beside, path)) throw new Unfit(`expected its weights ${path} beside ${MODEL}, found none`);
    return beside[path]!;
  };
  return { ...(await readTfjs(beside[MODEL]!, weights, { lambdas })), format: 'tfjs' };
}

const pytorch =
  'weights and Python code, but no graph that could be read without running it; export it in its own program: ' +
  'torch.onnx.export(model.eval(), inputs, "model.onnx", input_names=[…], output_names=[…], dynamic_axes={name: {0: "batch"}})';
const json = `expected a network, found JSON: a TensorFlow.js model is the folder of its ${MODEL}, with the weights beside it`;

const starts = (bytes: Uint8Array, ...magic: number[]) => magic.every((byte, at) => bytes[at] === byte);
const isZip = (bytes: Uint8Array) => starts(bytes, 0x50, 0x4b, 0x03, 0x04);

/** Archives of torch.save, and the bare pickles of its first versions. */
function isPyTorch(bytes: Uint8Array): boolean {
  const holds = (text: string) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes(text);
  return (isZip(bytes) && holds('data.pkl')) || (starts(bytes, 0x80) && bytes[1]! >= 2 && bytes[1]! <= 5);
}

const most = 2 ** 31;

/** The files of an archive that holds a model.json; undefined for another one, and one that is damaged. */
function tfjsFiles(bytes: Uint8Array): Record<string, Uint8Array> | undefined {
  try {
    const names: string[] = [];
    unzipSync(bytes, { filter: ({ name }) => names.push(name) < 0 });
    if (!names.includes(MODEL)) return undefined;
    return unzipSync(bytes, { filter: ({ originalSize }) => originalSize <= most });
  } catch {
    return undefined;
  }
}
