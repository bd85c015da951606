// From the graph to the bytes of an ONNX model: only what the outputs need, constants as initializers.
import type { onnx as Schema } from 'onnx-proto';
import type { TensorValue } from '../tensors/device.ts';
import {
  type Attribute,
  type ElementType,
  type Elements,
  type Value,
  elementsOf,
  reachable,
} from '../symbolic/graph.ts';
import { onnx } from './proto.ts';

/** ONNX opset of every model; 20 is what the least recent ONNX Runtime in use with web browsers reads. */
const opset = 20;
const irVersion = 9;

const typeCode: Record<ElementType, number> = { float32: 1, int32: 6, int64: 7, bool: 9, float64: 11 };

/** A fill of up to this many elements is written out; a larger one is expanded when the model is loaded. */
const writtenOut = 16;

/** An extent: a number, or the name of one that is free. */
export type Extent = number | string;

export interface EncodeOptions {
  /** Shapes of inputs and outputs where some extent is free; by name of the input or output. */
  readonly shapes?: Readonly<Record<string, readonly Extent[]>>;
  /** Inputs whose values are kept in the model. */
  readonly weights?: ReadonlyMap<Value, TensorValue>;
  readonly metadata?: Readonly<Record<string, string>>;
}

/** The bytes of a model with these inputs and outputs, in this order. */
export function encode(
  inputs: readonly Value[],
  outputs: Readonly<Record<string, Value>>,
  { shapes = {}, weights = new Map(), metadata = {} }: EncodeOptions = {},
): Uint8Array {
  const names = nameValues([...inputs, ...weights.keys()], outputs);
  const nodes: Schema.INodeProto[] = [];
  const initializers: Schema.ITensorProto[] = [];
  const domains = new Map([['', opset]]);
  for (const [value, { data }] of weights) initializers.push(tensor(names.get(value)!, value.type, value.shape, data));

  for (const value of reachable(Object.values(outputs))) {
    const { origin } = value;
    const output = [names.get(value)!];
    if (origin.kind === 'data') initializers.push(tensor(output[0]!, value.type, value.shape, origin.data));
    if (origin.kind === 'fill') {
      if (value.shape.reduce((a, b) => a * b, 1) <= writtenOut) {
        initializers.push(tensor(output[0]!, value.type, value.shape, elementsOf(value)!));
      } else {
        const [one, shape] = [`${output[0]}:value`, `${output[0]}:shape`];
        initializers.push(tensor(one, value.type, [], elementsOf({ ...value, shape: [] })!));
        const extents = BigInt64Array.from(value.shape, BigInt);
        initializers.push(tensor(shape, 'int64', [extents.length], extents));
        nodes.push({ opType: 'Expand', input: [one, shape], output });
      }
    }
    if (origin.kind === 'node') {
      if (origin.domain) domains.set(origin.domain, 1);
      const [opType, place = '0', count = '1'] = origin.op.split(/[:/]/);
      const made = Array.from({ length: Number(count) }, (_, index) =>
        index === Number(place) ? output[0]! : `${output[0]}:unused${index}`,
      );
      nodes.push({
        opType,
        domain: origin.domain,
        input: origin.inputs.map((input) => (input ? names.get(input)! : '')),
        output: made,
        attribute: Object.entries(origin.attributes).map(([name, attribute]) => encodeAttribute(name, attribute)),
      });
    }
  }
  for (const [name, value] of Object.entries(outputs))
    if (names.get(value) !== name) nodes.push({ opType: 'Identity', input: [names.get(value)!], output: [name] });

  const describe = (name: string, { type, shape }: Value): Schema.IValueInfoProto => ({
    name,
    type: {
      tensorType: {
        elemType: typeCode[type],
        shape: {
          dim: (shapes[name] ?? shape).map((extent) =>
            typeof extent === 'number' ? { dimValue: extent } : { dimParam: extent },
          ),
        },
      },
    },
  });
  const model = onnx.ModelProto.create({
    irVersion,
    producerName: 'jetdemon',
    metadataProps: Object.entries(metadata).map(([key, value]) => ({ key, value })),
    opsetImport: [...domains].map(([domain, version]) => ({ domain, version })),
    graph: {
      name: 'jetdemon',
      node: nodes,
      initializer: initializers,
      input: inputs.map((value) => describe(names.get(value)!, value)),
      output: Object.entries(outputs).map(([name, value]) => describe(name, value)),
    },
  });
  return onnx.ModelProto.encode(model).finish();
}

/** A computed value that is an output takes its name, so that it needs no copy; a second name for it does. */
function nameValues(inputs: readonly Value[], outputs: Readonly<Record<string, Value>>): Map<Value, string> {
  const names = new Map<Value, string>();
  for (const value of inputs) if (value.origin.kind === 'input') names.set(value, value.origin.name);
  for (const [name, value] of Object.entries(outputs))
    if (value.origin.kind === 'node' && !names.has(value)) names.set(value, name);
  for (const value of reachable(Object.values(outputs))) if (!names.has(value)) names.set(value, `:${value.id}`);
  return names;
}

function tensor(name: string, type: ElementType, shape: readonly number[], data: Elements): Schema.ITensorProto {
  return {
    name,
    dataType: typeCode[type],
    dims: [...shape],
    rawData: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
  };
}

function encodeAttribute(name: string, attribute: Attribute): Schema.IAttributeProto {
  const { AttributeType } = onnx.AttributeProto;
  if (typeof attribute === 'number') return { name, type: AttributeType.INT, i: attribute };
  if (typeof attribute === 'string')
    return { name, type: AttributeType.STRING, s: new TextEncoder().encode(attribute) };
  if ('float' in attribute) return { name, type: AttributeType.FLOAT, f: attribute.float };
  return { name, type: AttributeType.INTS, ints: [...attribute] };
}
