// A compiled step: a session per signature of its inputs, all of which share the state.
import type { Tensor } from 'onnxruntime-node';
import type { CompiledStep, StepFunction, TensorValue, Values } from '../tensors/device.ts';
import { SignatureError } from '../errors.ts';
import { type InPlace, inPlace } from './adam/in-place.ts';
import { inOrder } from './in-order.ts';
import { inputOf, mapped, outputOf, renamed, stateIn, stateOut, unnamed } from './naming.ts';
import { once } from './once.ts';
import { disposeOf, type Outputs, outputReader } from './output-reader.ts';
import { fromRuntime, type Provider, type Runtime, threads, toRuntime } from './session.ts';
import { piecesOf, type StepSession, stepSession, type Tensors } from './step-session.ts';
import { stateOf, staysOnDevice } from './state.ts';
import { encode } from '../onnx/encode.ts';
import { scattersRows } from '../symbolic/scatters-rows.ts';
import { reachable, type Value } from '../symbolic/graph.ts';
import { trace } from '../symbolic/trace.ts';
import { checkState, checkValue, signatureOf } from '../tensors/values.ts';
import { meanOf } from './mean.ts';
import { turn } from './turn.ts';

/** Runs that are begun before the outputs of the first are waited for, where outputs stay on the device. */
const begun = 16;

interface Specialised {
  readonly session: StepSession;
  readonly updates: InPlace;
}

/** Runs wait for each other. */
export function compiledStep(ort: Runtime, provider: Provider, step: StepFunction, initial: Values): CompiledStep {
  const signature = signatureOf(initial);
  const names = Object.keys(initial);
  const sessions = new Map<string, Promise<Specialised>>();
  const state = stateOf(ort, provider, copyOf(initial), piecesOf(provider));
  const pieces = state.inPlace ? piecesOf(provider) : 1;
  const reader = staysOnDevice(provider) ? outputReader(provider, begun) : undefined;
  const together = reader ? begun : 1;
  const inTurn = inOrder();

  return {
    pieces,
    together,
    run: (...given) => inTurn(async () => (await runAll([given]))[0]!),
    runAll: (batches) => inTurn(() => runAll(batches)),
    read: () => inTurn(() => state.read()),
    write(values) {
      checkState(signature, signatureOf(values));
      const copy = copyOf(values);
      void inTurn(async () => state.write(copy));
    },
    dispose: () => inTurn(dispose),
  };

  async function runAll(batches: Parameters<CompiledStep['runAll']>[0]): Promise<Record<string, TensorValue>[]> {
    const read: Record<string, TensorValue>[] = [];
    const left: Outputs[] = [];
    try {
      for await (const given of batches) {
        const outputs = await run(given);
        if (!reader) read.push(meanOf(outputs.map((piece) => mapped(piece, fromRuntime))));
        else if (left.push(outputs[0]!) === together) read.push(...(await reader.take(left.splice(0))));
      }
      if (reader && left.length > 0) read.push(...(await reader.take(left.splice(0))));
    } finally {
      disposeOf(left);
    }
    return read;
  }

  /** The outputs of each piece, on the device where they stay there. */
  async function run(given: readonly Values[]): Promise<Outputs[]> {
    if (given.length < 1 || given.length > pieces)
      throw new SignatureError(`expected the inputs of 1 to ${pieces} pieces of a batch, found ${given.length}`);
    const specialised: Specialised[] = [];
    for (const inputs of given) {
      const key = `${given.length} ${signatureOf(inputs)}`;
      specialised.push(await once(sessions, key, () => specialise(inputs, given.length)));
    }
    state.inPlace?.settle();
    const present = state.present();
    const calls = specialised.map(({ session, updates }, piece) => {
      const feeds: Record<string, Tensor> = {};
      for (const [name, value] of Object.entries(given[piece]!)) feeds[inputOf(name)] = toRuntime(ort, name, value);
      names.forEach((name, index) => (feeds[stateIn(name)] = present[index]!));
      const fetches: Record<string, Tensor | null> = updates.fetches(piece);
      for (const name of session.outputNames) fetches[name] ??= null;
      return { session, feeds, fetches };
    });
    const results = await sideBySide(calls);
    specialised[0]!.updates.apply(results[0]!, given.length);
    state.advance(names.map((name, index) => results[0]![stateOut(name)] ?? present[index]!));
    return results.map((result) => unnamed(result, outputOf));
  }

  async function specialise(inputs: Values, count: number): Promise<Specialised> {
    const share = Math.max(1, Math.floor(threads() / count));
    const traced = trace(
      (tensors) => {
        const next = step(unnamed(tensors, stateIn), unnamed(tensors, inputOf));
        checkState(signature, signatureOf(next.state));
        return { ...renamed(next.state, stateOut), ...renamed(next.outputs, outputOf) };
      },
      { ...renamed(initial, stateIn), ...renamed(inputs, inputOf) },
      { forCpu: provider === 'cpu', threads: share },
    );
    const given = new Map(traced.inputs.map((value) => [value.origin.kind === 'input' && value.origin.name, value]));
    const entry = (name: string) => [name, { now: given.get(stateIn(name))!, next: traced.outputs[stateOut(name)]! }] as const; // prettier-ignore
    const updates = inPlace(state, traced.outputs, new Map(names.map(entry)), stateOut);
    if (count > 1) requireAdam(updates.outputs);
    const onDevice = staysOnDevice(provider) ? Object.keys(updates.outputs) : [];
    // Each that a session takes costs a conversion: moments that are updated in place it does not need.
    const needed = reachable(Object.values(updates.outputs)).filter(isInput);
    const model = {
      bytes: encode(needed, updates.outputs),
      inputs: needed.map(nameOf),
      outputs: updates.outputs,
    };
    const own = scattersRows(updates.outputs) ? 1 : share;
    return { session: await stepSession(ort, provider, model, { threads: own, onDevice }), updates };
  }

  async function dispose(): Promise<void> {
    // The state first: its tensors belong to the sessions that made them.
    await state.dispose();
    await reader?.dispose();
    for (const made of sessions.values()) await (await made).session.release();
    sessions.clear();
  }
}

/** All but the first in threads of their own. */
async function sideBySide(
  calls: readonly { session: StepSession; feeds: Tensors; fetches: Record<string, Tensor | null> }[],
): Promise<Tensors[]> {
  const [first, ...others] = calls as [(typeof calls)[number], ...typeof calls];
  if (others.length === 0) await turn();
  const beside = others.map(({ session, feeds, fetches }) => session.runBeside!(feeds, fetches));
  const here = (async () => first.session.run(first.feeds, first.fetches))();
  // none is left running when another fails: all write to the memory of the state
  const ended = await Promise.allSettled([here, ...beside]);
  return ended.map((one) => {
    if (one.status === 'rejected') throw one.reason;
    return one.value;
  });
}

/** What is not updated in place is taken from the first piece: it must be the same of all. */
function requireAdam(outputs: Readonly<Record<string, Value>>): void {
  for (const [name, next] of Object.entries(unnamed(outputs, stateOut))) {
    const carried = reachable([next]).find((value) => isInput(value) && nameOf(value).startsWith(inputOf('')));
    if (carried)
      throw new SignatureError(
        `${name} of the state is not updated by adam: it cannot be computed in pieces of a batch`,
      );
  }
}

const isInput = ({ origin }: Value): boolean => origin.kind === 'input';
const nameOf = ({ origin }: Value): string => (origin.kind === 'input' ? origin.name : '');

/** @throws SignatureError at once, not at the next run */
function copyOf(values: Values): Values {
  for (const [name, value] of Object.entries(values)) checkValue(name, value);
  return mapped(values, (value) => ({ ...value, data: value.data.slice() }));
}
