// Models of one operator, encoded as ONNX, and numbers to feed them with.
import type { onnx as Schema } from 'onnx-proto';
import type { TensorValue } from '../../../tensors/device.ts';
import { onnx } from '../../proto.ts';
import { elementsOf, isInteger, type OnnxType, types } from '../types.ts';

/** Numbers of one type and shape; a vector of all without a shape. */
interface Numbers {
  readonly shape?: readonly number[];
  readonly type?: OnnxType;
}

/** The shape of drawn floats, numbers written into the model, numbers that it is fed, or an input that is left out. */
export type CaseInput =
  | readonly number[]
  | (Numbers & { readonly known: readonly number[] })
  | (Numbers & { readonly fed: readonly number[] })
  | null;

export type CaseAttribute =
  | number
  | string
  | readonly number[]
  | { readonly float: number }
  | { readonly floats: readonly number[] }
  | { readonly tensor: Numbers & { readonly known: readonly number[] } }
  /** A graph without inputs that makes this number. */
  | { readonly making: number };

export interface Case {
  readonly op: string;
  readonly inputs: readonly CaseInput[];
  readonly attributes?: Readonly<Record<string, CaseAttribute>>;
  /** Types of the outputs; one of floats without. */
  readonly makes?: readonly OnnxType[];
  /** Where floats are drawn; 0.2 to 0.9 without. */
  readonly from?: readonly [number, number];
}

const isDrawn = (input: CaseInput): input is readonly number[] => Array.isArray(input);

function tensorOf(name: string, { known, type = 'int64', shape }: Numbers & { known: readonly number[] }) {
  const elements = elementsOf(type, isInteger(type) ? known.map(BigInt) : known);
  const stored: Schema.ITensorProto = { name, dataType: types[type].code, dims: [...(shape ?? [known.length])] };
  if (type === 'float32' || type === 'int64') return { ...stored, rawData: new Uint8Array(elements.buffer) };
  return { ...stored, int32Data: known.map(Number) };
}

const info = (name: string, type: OnnxType): Schema.IValueInfoProto => ({
  name,
  type: { tensorType: { elemType: types[type].code } },
});

function attributeOf(name: string, value: CaseAttribute): Schema.IAttributeProto {
  if (typeof value === 'number') return { name, type: 2, i: value };
  if (typeof value === 'string') return { name, type: 3, s: new TextEncoder().encode(value) };
  if ('float' in value) return { name, type: 1, f: value.float };
  if ('floats' in value) return { name, type: 6, floats: [...value.floats] };
  if ('tensor' in value) return { name, type: 4, t: tensorOf('', value.tensor) };
  if ('making' in value) {
    const node = {
      opType: 'Constant',
      output: [name],
      attribute: [attributeOf('value_float', { float: value.making })],
    };
    return { name, type: 5, g: { name, node: [node], output: [info(name, 'float32')] } };
  }
  return { name, type: 7, ints: [...(value as readonly number[])] };
}

/** The bytes of a model of one node for each case: node `0` has inputs `0:x0`, `0:x1` … and outputs `0:y0`, `0:y1` … */
export function modelOf(cases: readonly Case[], opset = 20): Uint8Array {
  const node: Schema.INodeProto[] = [];
  const initializer: Schema.ITensorProto[] = [];
  const [input, output]: [Schema.IValueInfoProto[], Schema.IValueInfoProto[]] = [[], []];
  cases.forEach(({ op, inputs, attributes = {}, makes = ['float32'] }, at) => {
    node.push({
      name: `${at}`,
      opType: op,
      input: inputs.map((one, index) => (one === null ? '' : `${at}:x${index}`)),
      output: makes.map((_, index) => `${at}:y${index}`),
      attribute: Object.entries(attributes).map(([name, value]) => attributeOf(name, value)),
    });
    inputs.forEach((one, index) => {
      if (one === null) return;
      if ('known' in one) initializer.push(tensorOf(`${at}:x${index}`, one));
      else input.push(info(`${at}:x${index}`, 'fed' in one ? (one.type ?? 'int64') : 'float32'));
    });
    makes.forEach((type, index) => output.push(info(`${at}:y${index}`, type)));
  });
  return encoded({ name: 'operators', node, initializer, input, output }, opset);
}

export function encoded(graph: Schema.IGraphProto, opset = 20, more: Partial<Schema.IModelProto> = {}): Uint8Array {
  const model = { irVersion: 9, opsetImport: [{ domain: '', version: opset }], graph, ...more };
  return onnx.ModelProto.encode(onnx.ModelProto.create(model)).finish();
}

/** What a model is fed: drawn floats by irrational steps, so that no two are equal and none is where a slope jumps. */
export function inputsOf(cases: readonly Case[]): Record<string, TensorValue & { type: OnnxType }> {
  const values: Record<string, TensorValue & { type: OnnxType }> = {};
  cases.forEach((row, at) => feed(row, at, values));
  return values;
}

function feed({ inputs, from = [0.2, 0.9] }: Case, at: number, values: ReturnType<typeof inputsOf>): void {
  const [low, high] = from;
  inputs.forEach((input, index) => {
    if (input === null || 'known' in input) return;
    if (isDrawn(input)) {
      const size = input.reduce((a, b) => a * b, 1);
      const draw = (_: unknown, place: number): number =>
        low + (high - low) * ((0.137 + index * 0.31 + place * Math.SQRT2) % 1);
      values[`${at}:x${index}`] = {
        data: Float32Array.from({ length: size }, draw),
        shape: input,
        dtype: 'float32',
        type: 'float32',
      };
      return;
    }
    const { fed, type = 'int64', shape = [fed.length] } = input;
    const { dtype } = types[type];
    const array = { float32: Float32Array, int32: Int32Array, bool: Uint8Array }[dtype];
    values[`${at}:x${index}`] = { data: array.from(fed), shape, dtype, type };
  });
}
