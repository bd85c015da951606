// A session of the native API: what the Node binding's does for a compiled step, without copies, and runs beside others.
import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { SignatureError } from '../../errors.ts';
import type { Value } from '../../symbolic/graph.ts';
import type { Runtime } from '../session.ts';
import type { NativeApi, NativeCall } from './api.ts';

type Tensors = InferenceSession.OnnxValueMapType;
/** Where outputs go; those without a place get one. */
type Fetches = Readonly<Record<string, Tensor | null>>;

export interface Model {
  readonly bytes: Uint8Array;
  readonly inputs: readonly string[];
  /** Of float32, int32 or bool. */
  readonly outputs: Readonly<Record<string, Value>>;
}

/** The types of tensors here and their numbers in the API. */
const types = {
  float32: { code: 1, array: Float32Array },
  int32: { code: 6, array: Int32Array },
  bool: { code: 9, array: Uint8Array },
} as const;

/** The API's tensors on the memory of those of the binding, with which they end. */
const handles = new WeakMap<Tensor, bigint>();
const ended = new FinalizationRegistry<() => void>((release) => release());

export class NativeSession {
  readonly outputNames: readonly string[];
  readonly #session: bigint;
  readonly #names: { readonly inputs: Names; readonly outputs: Names };
  /** What the runs of other threads read and write. */
  readonly #running = new Set<object>();

  /** @throws Error what the runtime says of the model */
  constructor(
    private readonly runtime: Runtime,
    private readonly api: NativeApi,
    private readonly model: Model,
    { threads, options }: { readonly threads: number; readonly options: Readonly<Record<string, string>> },
  ) {
    this.outputNames = Object.keys(model.outputs);
    this.#names = { inputs: new Names(api, model.inputs), outputs: new Names(api, this.outputNames) };
    this.#session = api.createSession(model.bytes, threads, options);
  }

  /** Feeds that the model does not have are left alone. */
  run(feeds: Tensors, fetches: Fetches): Tensors {
    const { call, results } = this.#call(feeds, fetches);
    this.api.run(call);
    return results;
  }

  /** The same in another thread. */
  async runBeside(feeds: Tensors, fetches: Fetches): Promise<Tensors> {
    const { call, results } = this.#call(feeds, fetches);
    const used = { call, feeds, results };
    this.#running.add(used);
    try {
      await this.api.runBeside(call);
      return results;
    } finally {
      this.#running.delete(used);
    }
  }

  release(): void {
    this.api.releaseSession(this.#session);
  }

  #call(feeds: Tensors, fetches: Fetches): { call: NativeCall; results: Tensors } {
    const results = Object.fromEntries(this.outputNames.map((name) => [name, fetches[name] ?? this.#place(name)]));
    const tensors = (names: readonly string[], of: Tensors): BigUint64Array =>
      BigUint64Array.from(names, (name) => this.#handle(of[name]!));
    const call = {
      session: this.#session,
      inputs: { names: this.#names.inputs.addresses, tensors: tensors(this.model.inputs, feeds) },
      outputs: { names: this.#names.outputs.addresses, tensors: tensors(this.outputNames, results) },
    };
    return { call, results };
  }

  #place(name: string): Tensor {
    const { type, shape } = this.model.outputs[name]!;
    const size = shape.reduce((product, extent) => product * extent, 1);
    return new this.runtime.Tensor(type as 'float32', new (typeOf(type).array)(size) as Float32Array, shape);
  }

  #handle(tensor: Tensor): bigint {
    const known = handles.get(tensor);
    if (known !== undefined) return known;
    const { api } = this;
    const made = api.createTensor(tensor.data as Float32Array, tensor.dims, typeOf(tensor.type).code);
    handles.set(tensor, made);
    ended.register(tensor, () => api.releaseTensor(made));
    return made;
  }
}

function typeOf(type: string): (typeof types)[keyof typeof types] {
  if (!Object.hasOwn(types, type)) throw new SignatureError(`internal: a tensor of ${type}`);
  return types[type as keyof typeof types];
}

/** Names as the API reads them, each with a zero at its end. */
class Names {
  readonly addresses: BigUint64Array;
  /** What the addresses are of. */
  readonly texts: readonly Buffer[];

  constructor(api: NativeApi, names: readonly string[]) {
    this.texts = names.map((name) => Buffer.from(`${name}\0`));
    this.addresses = BigUint64Array.from(this.texts, (text) => api.addressOf(text));
  }
}
