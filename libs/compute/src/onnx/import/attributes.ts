// Attributes of a node, read by name and type; one that its operator never asked for is an error, not a silent loss.
import type { onnx as Schema } from 'onnx-proto';
import { OnnxError, shown } from './errors.ts';
import type { AttributeValue, Graph, Kind, Kinds } from './graph.ts';
import type { Constant } from './tensors.ts';

export class Attributes {
  private readonly asked = new Set<string>();

  constructor(private readonly values: ReadonlyMap<string, AttributeValue>) {}

  has(name: string): boolean {
    return this.values.has(name);
  }

  get<K extends Kind>(kind: K, name: string): Kinds[K] | undefined {
    this.asked.add(name);
    const found = this.values.get(name);
    if (!found) return undefined;
    if (found.kind !== kind) throw new OnnxError(`attribute ${shown(name)}: expected ${kind}, found ${found.kind}`);
    return found.value as Kinds[K];
  }

  required<K extends Kind>(kind: K, name: string): Kinds[K] {
    const value = this.get(kind, name);
    if (value === undefined) throw new OnnxError(`expected the attribute ${name} (${kind}), found none`);
    return value;
  }

  int(name: string, otherwise: number): number {
    return this.get('int', name) ?? otherwise;
  }

  flag(name: string, otherwise = false): boolean {
    return this.int(name, Number(otherwise)) !== 0;
  }

  float(name: string, otherwise: number): number {
    return this.get('float', name) ?? otherwise;
  }

  /** @throws OnnxError when the attribute is there and has none of these values */
  choice<T extends string>(name: string, choices: readonly T[], otherwise: T): T {
    const value = this.get('string', name) ?? otherwise;
    if (!(choices as readonly string[]).includes(value))
      throw new OnnxError(`attribute ${name}: expected ${choices.join(', ')}, found ${shown(value)}`);
    return value as T;
  }

  /** Attributes without meaning for what is computed. */
  ignore(...names: string[]): void {
    for (const name of names) this.asked.add(name);
  }

  /** @throws OnnxError for an attribute that nobody read */
  finish(): void {
    for (const name of this.values.keys())
      if (!this.asked.has(name)) throw new OnnxError(`it has an attribute ${shown(name)}, which is not supported`);
  }

  /** The attributes of a node in a function's body: references replaced by what the function was called with. */
  resolve(values: ReadonlyMap<string, AttributeValue>, optional: ReadonlySet<string>): Attributes {
    const resolved = new Map<string, AttributeValue>();
    for (const [name, value] of values) {
      const actual = value.kind === 'reference' ? this.values.get(value.value) : value;
      if (value.kind === 'reference') this.asked.add(value.value);
      if (!actual && value.kind === 'reference' && !optional.has(value.value))
        throw new OnnxError(`attribute ${shown(value.value)} of its function has a default, which is not supported`);
      if (actual) resolved.set(name, actual);
    }
    return new Attributes(resolved);
  }
}

export interface AttributeReaders {
  tensor(proto: Schema.ITensorProto): Constant;
  graph(proto: Schema.IGraphProto): Graph;
}

const text = new TextDecoder();

export function readAttribute(proto: Schema.IAttributeProto, readers: AttributeReaders): AttributeValue {
  if (proto.refAttrName) return { kind: 'reference', value: proto.refAttrName };
  switch (kindOf(proto)) {
    case 1:
      return { kind: 'float', value: proto.f ?? 0 };
    case 2:
      return { kind: 'int', value: Number(proto.i ?? 0) };
    case 3:
      return { kind: 'string', value: text.decode(proto.s ?? new Uint8Array()) };
    case 4:
      return { kind: 'tensor', value: readers.tensor(proto.t ?? {}) };
    case 5:
      return { kind: 'graph', value: readers.graph(proto.g ?? {}) };
    case 6:
      return { kind: 'floats', value: proto.floats ?? [] };
    case 7:
      return { kind: 'ints', value: (proto.ints ?? []).map(Number) };
    case 8:
      return { kind: 'strings', value: (proto.strings ?? []).map((bytes) => text.decode(bytes)) };
    default:
      return { kind: 'unsupported', value: String(proto.type) };
  }
}

/** Files of the first version of the format do not name the type; what is filled in says it. */
function kindOf(proto: Schema.IAttributeProto): number {
  if (proto.type) return proto.type;
  if (proto.ints?.length) return 7;
  if (proto.floats?.length) return 6;
  if (proto.t) return 4;
  if (proto.g) return 5;
  return proto.s?.length ? 3 : proto.f ? 1 : 2;
}
