// Named weights as an Arrow table, one row per parameter: the file of a classifier, of a snapshot and of a checkpoint.
import type { TensorValue, Values } from '@jetdemon/compute';
import { classifier } from '@jetdemon/artifacts';
import { inLine, InputError, readColumns, writeColumns } from '@jetdemon/workflow';
import type { Shapes } from './network.ts';

const table = classifier.files['weights.arrow'];

/** Writes float32 values; shapes are the reader's to know. */
export async function writeWeights(file: string, weights: Values): Promise<void> {
  const name = Object.keys(weights);
  const value = name.map((parameter) => weights[parameter]!.data as Float32Array);
  await writeColumns(file, table, { name, value });
}

/**
 * Reads values under the names and with the shapes expected.
 *
 * @throws InputError for a file that is no table of weights, or of another network's
 */
export async function readWeights(file: string, shapes: Shapes): Promise<Record<string, TensorValue>> {
  const { name, value } = await readColumns(file, table);
  const unknown = name.find((parameter) => !(parameter in shapes));
  if (unknown !== undefined)
    throw InputError.at({ file }, `expected no parameter ${inLine(unknown).slice(0, 60)}, found one`);
  const weights: Record<string, TensorValue> = {};
  for (const [parameter, shape] of Object.entries(shapes)) {
    const data = value[name.indexOf(parameter)];
    const size = shape.reduce((product, extent) => product * extent, 1);
    if (data?.length !== size) {
      const expected = `expected ${size} values of ${parameter} [${shape.join(', ')}]`;
      throw InputError.at({ file }, `${expected}, found ${data?.length ?? 'none'}`);
    }
    if (!data.every(Number.isFinite)) throw InputError.at({ file }, `${parameter}: expected finite values`);
    weights[parameter] = { data: data.slice(), shape, dtype: 'float32' };
  }
  return weights;
}
