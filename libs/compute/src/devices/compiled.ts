// Compiled devices: a function is traced once per signature of its inputs and runs as one native call.
import type { InferenceSession, Tensor } from 'onnxruntime-node';
import type { DeviceName } from './device-names.ts';
import type {
  Compiled,
  CompiledStep,
  Device,
  StepFunction,
  TensorFunction,
  TensorValue,
  Values,
} from '../tensors/device.ts';
import { type InPlace, inPlace } from './adam-in-place.ts';
import { lanesOfProcess } from './lanes.ts';
import { createSession, fromRuntime, type Provider, runtime, type Runtime, toRuntime } from './session.ts';
import { stateOf, staysOnDevice } from './state.ts';
import { encode } from '../onnx/encode.ts';
import { reachable } from '../symbolic/graph.ts';
import { trace } from '../symbolic/trace.ts';
import { checkState, checkValue, signatureOf } from '../tensors/values.ts';

/** A device that compiles for one of ONNX Runtime's execution providers. */
export async function compiledDevice(name: DeviceName & Provider, reason: string): Promise<Device> {
  const ort = await runtime();
  const lanes = name === 'cpu' ? lanesOfProcess() : undefined;
  return {
    name,
    reason,
    compile: (run) => compiled(run, name, (model) => call(ort, model, name)),
    compileStep: (step, initial) => compiledStep(ort, name, step, initial),
    ...(lanes && {
      sideBySide: { count: lanes.count, compile: (run) => compiled(run, name, async (model) => lanes.load(model)) },
    }),
  };
}

/** What runs a model: values by the names of its inputs to values by those of its outputs. */
type Call = (inputs: Values) => Promise<Record<string, TensorValue>>;

/** A call per signature of the inputs, made by `load`. */
function compiled(run: TensorFunction, provider: Provider, load: (model: Uint8Array) => Promise<Call>): Compiled {
  const calls = new Map<string, Promise<Call>>();
  return async (inputs) => {
    const given = renamed(inputs, inputOf);
    const call = await once(calls, signatureOf(inputs), () => {
      const traced = trace((tensors) => renamed(run(unnamed(tensors, inputOf)), outputOf), given, {
        forCpu: provider === 'cpu',
      });
      return load(encode(traced.inputs, traced.outputs));
    });
    for (const [name, value] of Object.entries(inputs)) checkValue(name, value);
    return unnamed(await call(given), outputOf);
  };
}

async function call(ort: Runtime, model: Uint8Array, provider: Provider): Promise<Call> {
  const session = await createSession(model, provider);
  return async (inputs) => {
    const feeds = Object.fromEntries(
      Object.entries(inputs).map(([name, value]) => [name, toRuntime(ort, name, value)]),
    );
    return mapped(await session.run(feeds), fromRuntime);
  };
}

const stateIn = (name: string): string => `state/${name}`;
const stateOut = (name: string): string => `next/${name}`;
const inputOf = (name: string): string => `input/${name}`;
const outputOf = (name: string): string => `output/${name}`;

type Naming = (name: string) => string;

// ONNX has one space of names for inputs and outputs; here a function may well call both of them x.
function renamed<T>(values: Readonly<Record<string, T>>, naming: Naming): Record<string, T> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [naming(name), value]));
}

function unnamed<T>(values: Readonly<Record<string, T>>, naming: Naming): Record<string, T> {
  const prefix = naming('');
  const own = Object.entries(values).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(own.map(([name, value]) => [name.slice(prefix.length), value]));
}

function mapped<T, U>(values: Readonly<Record<string, T>>, f: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, f(value)]));
}

/** @throws SignatureError at once, not at the next run */
function copyOf(values: Values): Values {
  for (const [name, value] of Object.entries(values)) checkValue(name, value);
  return mapped(values, (value) => ({ ...value, data: value.data.slice() }));
}

/** Every signature of the inputs has a session of its own; all share the state. Runs wait for each other. */
function compiledStep(ort: Runtime, provider: Provider, step: StepFunction, initial: Values): CompiledStep {
  const signature = signatureOf(initial);
  const names = Object.keys(initial);
  const sessions = new Map<string, Promise<{ session: InferenceSession; updates: InPlace }>>();
  const state = stateOf(ort, provider, copyOf(initial));
  let last: Promise<unknown> = Promise.resolve();

  return {
    run: (inputs) => inTurn(() => run(inputs)),
    read: () => inTurn(() => state.read()),
    write(values) {
      checkState(signature, signatureOf(values));
      const copy = copyOf(values);
      void inTurn(async () => state.write(copy));
    },
    dispose: () => inTurn(dispose),
  };

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return mine;
  }

  async function run(inputs: Values): Promise<Record<string, TensorValue>> {
    const { session, updates } = await once(sessions, signatureOf(inputs), () => specialise(inputs));
    const feeds: Record<string, Tensor> = {};
    for (const [name, value] of Object.entries(inputs)) feeds[inputOf(name)] = toRuntime(ort, name, value);
    const fetches = updates.prepare();
    const present = state.present();
    names.forEach((name, index) => (feeds[stateIn(name)] = present[index]!));
    for (const name of session.outputNames) fetches[name] ??= null;
    const results = await session.run(feeds, fetches);
    updates.apply(results);
    state.advance(names.map((name, index) => results[stateOut(name)] ?? present[index]!));
    return mapped(unnamed(results, outputOf), fromRuntime);
  }

  async function specialise(inputs: Values): Promise<{ session: InferenceSession; updates: InPlace }> {
    const traced = trace(
      (tensors) => {
        const next = step(unnamed(tensors, stateIn), unnamed(tensors, inputOf));
        checkState(signature, signatureOf(next.state));
        return { ...renamed(next.state, stateOut), ...renamed(next.outputs, outputOf) };
      },
      { ...renamed(initial, stateIn), ...renamed(inputs, inputOf) },
      { forCpu: provider === 'cpu' },
    );
    const given = new Map(traced.inputs.map((value) => [value.origin.kind === 'input' && value.origin.name, value]));
    const entry = (name: string) => [name, { now: given.get(stateIn(name))!, next: traced.outputs[stateOut(name)]! }] as const; // prettier-ignore
    const updates = inPlace(state, traced.outputs, new Map(names.map(entry)), stateOut);
    const onDevice = staysOnDevice(provider) ? names.map(stateOut) : [];
    // Each that a session takes costs a conversion: moments that are updated in place it does not need.
    const needed = reachable(Object.values(updates.outputs)).filter(({ origin }) => origin.kind === 'input');
    const model = encode(needed, updates.outputs);
    return { session: await createSession(model, provider, onDevice), updates };
  }

  async function dispose(): Promise<void> {
    // The state first: its tensors belong to the sessions that made them.
    await state.dispose();
    for (const made of sessions.values()) await (await made).session.release();
    sessions.clear();
  }
}

/** A promise per key; one that fails is not kept. */
async function once<T>(made: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  let value = made.get(key);
  if (!value) {
    value = make();
    made.set(key, value);
  }
  try {
    return await value;
  } catch (error) {
    made.delete(key);
    throw error;
  }
}
