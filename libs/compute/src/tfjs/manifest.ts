// The weights of a TensorFlow.js model: a manifest of names, shapes and types over one or more binary files.
import { shown } from '../errors.ts';
import { isObject, type Json, type JsonObject } from '../keras/config.ts';
import { TfjsError } from './errors.ts';
import { fromHalf } from '../tensors/half.ts';

export interface ManifestWeight {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32' | 'bool';
  readonly data: ArrayLike<number>;
}

/** The content of a file that lies beside the model. */
export type ReadBeside = (path: string) => Uint8Array | Promise<Uint8Array>;

const most = 2 ** 29;
const bytesOf: Readonly<Record<string, number>> = { float32: 4, int32: 4, bool: 1, uint8: 1, uint16: 2, float16: 2 };

/** @throws TfjsError for files that are missing or too short, and for types of text or complex numbers */
export async function readWeights(manifest: Json | undefined, beside: ReadBeside): Promise<ManifestWeight[]> {
  if (!Array.isArray(manifest)) throw new TfjsError('expected a weightsManifest, found none');
  const weights: ManifestWeight[] = [];
  for (const group of manifest as readonly Json[]) {
    if (!isObject(group) || !Array.isArray(group.paths) || !Array.isArray(group.weights))
      throw new TfjsError('weightsManifest: expected groups with paths and weights');
    const bytes = Buffer.concat(await Promise.all(group.paths.map((path) => fileBeside(path as Json, beside))));
    let at = 0;
    for (const entry of group.weights as readonly Json[]) {
      const { weight, end } = readWeight(entry, bytes, at);
      weights.push(weight);
      at = end;
    }
    if (at !== bytes.length)
      throw new TfjsError(`weightsManifest: expected ${at} bytes in ${group.paths.join(', ')}, found ${bytes.length}`);
  }
  return weights;
}

/** Files lie in the folder of the model: a path that leads out of it is not followed. */
async function fileBeside(path: Json, beside: ReadBeside): Promise<Uint8Array> {
  if (typeof path !== 'string' || path.startsWith('/') || /^[A-Za-z]:|\\|(^|\/)\.\.(\/|$)/.test(path))
    throw new TfjsError(`weightsManifest: expected a file beside the model, found ${shown(JSON.stringify(path))}`);
  return beside(path);
}

function readWeight(entry: Json, bytes: Buffer, at: number): { weight: ManifestWeight; end: number } {
  if (!isObject(entry) || typeof entry.name !== 'string' || !Array.isArray(entry.shape) || !entry.shape.every(isExtent))
    throw new TfjsError(
      `weightsManifest: expected a weight with name and shape, found ${shown(JSON.stringify(entry))}`,
    );
  const shape = entry.shape as number[];
  const size = shape.reduce((product, extent) => product * extent, 1);
  const type = entry.dtype;
  if (type !== 'float32' && type !== 'int32' && type !== 'bool')
    throw new TfjsError(
      `weight ${shown(entry.name)}: expected float32, int32 or bool, found ${shown(JSON.stringify(type))}`,
    );
  const packed = isObject(entry.quantization) ? entry.quantization : undefined;
  const stored = packed ? String(packed.dtype) : type;
  const width = Object.hasOwn(bytesOf, stored) ? bytesOf[stored]! : NaN;
  const end = at + size * width;
  if (!(size <= most) || !(end <= bytes.length))
    throw new TfjsError(
      `weight ${shown(entry.name)}: expected ${size} numbers of ${shown(stored)}, found ${bytes.length - at} bytes`,
    );
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, size * width);
  const numbers = Float64Array.from({ length: size }, (_, index) => numberAt(view, index * width, stored));
  return {
    weight: { name: entry.name, shape, dtype: type, data: packed ? restored(numbers, packed, stored) : numbers },
    end,
  };
}

const isExtent = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;

function numberAt(view: DataView, at: number, stored: string): number {
  if (stored === 'float32') return view.getFloat32(at, true);
  if (stored === 'int32') return view.getInt32(at, true);
  if (stored === 'uint16') return view.getUint16(at, true);
  return stored === 'float16' ? fromHalf(view.getUint16(at, true)) : view.getUint8(at);
}

/** Weights that were stored in 8 or 16 bits: value · scale + min. */
function restored(numbers: Float64Array, { scale, min }: JsonObject, stored: string): Float64Array {
  if (stored === 'float16') return numbers;
  if (typeof scale !== 'number' || typeof min !== 'number') throw new TfjsError('quantization: expected scale and min');
  return numbers.map((value) => value * scale + min);
}
