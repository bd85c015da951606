// ONNX' own backend tests: folders with a model, inputs and the outputs that it must have.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Device, TensorValue } from '../../../tensors/device.ts';
import { onnx } from '../../proto.ts';
import { operators as table } from '../operators/index.ts';
import { type OnnxModel, readOnnx } from '../read.ts';
import { type Constant, readTensor } from '../tensors.ts';
import { types } from '../types.ts';

export interface Outcome {
  readonly name: string;
  /** `outside`: another opset, element type or kind of value than a tensor, or an operator that is refused. */
  readonly kind: 'passed' | 'failed' | 'outside';
  readonly why: string;
  readonly operators: readonly string[];
}

export function folders(root: string): string[] {
  return readdirSync(root)
    .filter((name) => existsSync(join(root, name, 'model.onnx')))
    .sort();
}

const outside = [
  /expected opset/,
  /found element type/,
  /found a sequence/,
  /training mode/,
  /other domains than/,
  /belongs to/,
];

/**
 * Models whose operators are not all in the table, or that are in training mode or of another opset or element type, are
 * outside. Inputs that an operator must know beforehand (axes, shapes, sizes) become initializers, as exporters write them.
 */
export async function runFolder(root: string, name: string, device: Device): Promise<Outcome> {
  const folder = join(root, name);
  const bytes = readFileSync(join(folder, 'model.onnx'));
  const operators = operatorsOf(folder);
  const outcomeOf = (why: string): Outcome => {
    const kind =
      why === ''
        ? 'passed'
        : operators.some((name) => !Object.hasOwn(table, name)) || outside.some((pattern) => pattern.test(why))
          ? 'outside'
          : 'failed';
    return { name, kind, why, operators };
  };
  let why = await attempt(folder, bytes, device);
  if (/not depend|depends? on the values|is empty/.test(why))
    why = await attempt(folder, withKnownInputs(folder, bytes), device);
  return outcomeOf(why);
}

/** Why it failed; empty when it did not. */
async function attempt(folder: string, bytes: Uint8Array, device: Device): Promise<string> {
  try {
    const model = readOnnx(bytes);
    for (const set of readdirSync(folder).filter((entry) => entry.startsWith('test_data_set')))
      await compareSet(model, bytes, join(folder, set), device);
    return '';
  } catch (error) {
    return (error as Error).message || 'an error without words';
  }
}

/** Integers, truth values and single numbers of the first data set as initializers. */
function withKnownInputs(folder: string, bytes: Uint8Array): Uint8Array {
  const model = onnx.ModelProto.decode(bytes);
  const { graph } = model;
  graph!.input!.forEach((input, index) => {
    const tensor = onnx.TensorProto.decode(readFileSync(join(folder, 'test_data_set_0', `input_${index}.pb`)));
    const { type, data } = readTensor(tensor, input.name!);
    if (types[type].dtype !== 'float32' || data.length === 1) graph!.initializer!.push({ ...tensor, name: input.name });
  });
  return onnx.ModelProto.encode(model).finish();
}

function operatorsOf(folder: string): string[] {
  const { graph } = onnx.ModelProto.decode(readFileSync(join(folder, 'model.onnx')));
  return [...new Set((graph?.node ?? []).map(({ opType }) => opType ?? ''))];
}

async function compareSet(model: OnnxModel, bytes: Uint8Array, set: string, device: Device): Promise<void> {
  const read = (file: string): Constant => readTensor(onnx.TensorProto.decode(readFileSync(join(set, file))), file);
  const inputs: Record<string, TensorValue> = {};
  const fed = new Set(model.inputs.map(({ name }) => name));
  onnx.ModelProto.decode(bytes).graph!.input!.forEach(({ name }, index) => {
    if (fed.has(name!)) inputs[name!] = valueOf(read(`input_${index}.pb`));
  });
  const run = device.compile((tensors) => model.run(tensors, tensors));
  const outputs = await run({ ...model.weights, ...inputs });
  model.outputs.forEach(({ name }, index) => {
    if (!existsSync(join(set, `output_${index}.pb`))) return;
    requireClose(outputs[name]!, read(`output_${index}.pb`), name);
  });
}

export function valueOf({ type, shape, data }: Constant): TensorValue {
  const { dtype } = types[type];
  if (dtype === 'bool') return { data: Uint8Array.from(data as Uint8Array), shape, dtype };
  if (dtype === 'float32') return { data: Float32Array.from(data as Float32Array), shape, dtype };
  for (const value of data as BigInt64Array)
    if (BigInt.asIntN(32, value) !== value) throw new Error(`an input holds ${value}, which does not fit int32`);
  return { data: Int32Array.from(data as BigInt64Array, Number), shape, dtype };
}

/** Relative 1e-3 and absolute 1e-7, as in ONNX' own runner. */
function requireClose(found: TensorValue, expected: Constant, name: string): void {
  if (found.shape.join() !== expected.shape.join())
    throw new Error(`${name}: expected shape [${expected.shape.join(', ')}], found [${found.shape.join(', ')}]`);
  expected.data.forEach((value: number | bigint, index: number) => {
    const [e, f] = [Number(value), Number(found.data[index])];
    const close = Object.is(e, f) || e === f || Math.abs(e - f) <= 1e-7 + 1e-3 * Math.abs(e);
    if (!close) throw new Error(`${name}: expected ${e}, found ${f} at ${index}`);
  });
}
