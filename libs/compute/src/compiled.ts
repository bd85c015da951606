// Compiled devices: a function is traced once per signature of its inputs and runs as one native call.
import type { InferenceSession, Tensor } from 'onnxruntime-node';
import type { CompiledStep, Device, DeviceName, StepFunction, TensorValue, Values } from './device.ts';
import { createSession, emptyLike, fromRuntime, type Provider, runtime, toRuntime } from './session.ts';
import { encode } from './symbolic/encode.ts';
import { trace } from './symbolic/trace.ts';
import { checkState, checkValue, signatureOf } from './values.ts';

/** A device that compiles for one of ONNX Runtime's execution providers. */
export async function compiledDevice(name: DeviceName & Provider, reason: string): Promise<Device> {
  const ort = await runtime();
  return {
    name,
    reason,
    compile(run) {
      const sessions = new Map<string, Promise<InferenceSession>>();
      return async (inputs) => {
        const session = await once(sessions, signatureOf(inputs), () => {
          const signature = renamed(inputs, inputOf);
          const traced = trace((tensors) => renamed(run(unnamed(tensors, inputOf)), outputOf), signature);
          return createSession(encode(traced.inputs, traced.outputs), name);
        });
        const feeds: Record<string, Tensor> = {};
        for (const [input, value] of Object.entries(inputs)) feeds[inputOf(input)] = toRuntime(ort, input, value);
        return unnamed(mapped(await session.run(feeds), fromRuntime), outputOf);
      };
    },
    compileStep: (step, initial) => compiledStep(ort, name, step, initial),
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

/**
 * State lives in two sets of runtime tensors: one run reads the first and writes the second, the next the other way
 * round, so that nothing is copied. Runs wait for each other.
 */
function compiledStep(
  ort: Awaited<ReturnType<typeof runtime>>,
  provider: Provider,
  step: StepFunction,
  initial: Values,
): CompiledStep {
  const signature = signatureOf(initial);
  const names = Object.keys(initial);
  const sessions = new Map<string, Promise<InferenceSession>>();
  let present = load(initial);
  let spare = names.map((_, index) => emptyLike(ort, present[index]!));
  let last: Promise<unknown> = Promise.resolve();

  return {
    run: (inputs) => inTurn(() => run(inputs)),
    read: () => inTurn(read),
    write,
    dispose: () => inTurn(dispose),
  };

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return mine;
  }

  /** The runtime keeps writing into these, so they are copies. */
  function load(values: Values): Tensor[] {
    return names.map((name) => {
      const value = values[name]!;
      checkValue(name, value);
      return toRuntime(ort, name, { ...value, data: value.data.slice() });
    });
  }

  async function run(inputs: Values): Promise<Record<string, TensorValue>> {
    const session = await once(sessions, signatureOf(inputs), () => specialise(inputs));
    const feeds: Record<string, Tensor> = {};
    for (const [name, value] of Object.entries(inputs)) feeds[inputOf(name)] = toRuntime(ort, name, value);
    const fetches: Record<string, Tensor | null> = {};
    names.forEach((name, index) => {
      feeds[stateIn(name)] = present[index]!;
      fetches[stateOut(name)] = spare[index]!;
    });
    const outputs = session.outputNames.filter((name) => !(name in fetches));
    for (const name of outputs) fetches[name] = null;
    const results = await session.run(feeds, fetches);
    [present, spare] = [names.map((name) => results[stateOut(name)]!), present];
    return mapped(unnamed(results, outputOf), fromRuntime);
  }

  function specialise(inputs: Values): Promise<InferenceSession> {
    const traced = trace(
      (tensors) => {
        const { state, outputs } = step(unnamed(tensors, stateIn), unnamed(tensors, inputOf));
        checkState(signature, signatureOf(state));
        return { ...renamed(state, stateOut), ...renamed(outputs, outputOf) };
      },
      { ...renamed(initial, stateIn), ...renamed(inputs, inputOf) },
    );
    return createSession(encode(traced.inputs, traced.outputs), provider);
  }

  async function read(): Promise<Record<string, TensorValue>> {
    return Object.fromEntries(
      names.map((name, index) => {
        const value = fromRuntime(present[index]!);
        return [name, { ...value, data: value.data.slice() }];
      }),
    );
  }

  function write(values: Values): void {
    checkState(signature, signatureOf(values));
    const next = load(values);
    void inTurn(async () => {
      present = next;
    });
  }

  async function dispose(): Promise<void> {
    for (const session of sessions.values()) await (await session).release();
    sessions.clear();
    present = [];
    spare = [];
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
