// Compiled devices: a function is traced once per signature of its inputs and runs as one native call.
import type { DeviceName } from './device-names.ts';
import type { Compiled, Device, TensorFunction, TensorValue, Values } from '../tensors/device.ts';
import { compiledStep } from './compiled-step.ts';
import { besideCall, lanesOfProcess } from './native/lanes.ts';
import type { Model } from './native/session.ts';
import { inputOf, mapped, outputOf, renamed, unnamed } from './naming.ts';
import { once } from './once.ts';
import { createSession, fromRuntime, type Provider, runtime, type Runtime, threads, toRuntime } from './session.ts';
import { isNative } from './step-session.ts';
import { encode } from '../onnx/encode.ts';
import { scattersRows } from '../symbolic/scatters-rows.ts';
import { trace } from '../symbolic/trace.ts';
import { checkValue, signatureOf } from '../tensors/values.ts';

/** A device that compiles for one of ONNX Runtime's execution providers. */
export async function compiledDevice(name: DeviceName & Provider, reason: string): Promise<Device> {
  const ort = await runtime();
  const lanes = isNative(name) ? lanesOfProcess() : undefined;
  return {
    name,
    reason,
    compile: (run) => compiled(run, name, threads, (model, most) => call(ort, model, name, Math.min(threads(), most))),
    compileStep: (step, initial) => compiledStep(ort, name, step, initial),
    ...(lanes && {
      sideBySide: {
        count: lanes.count,
        compile: (run) =>
          compiled(
            run,
            name,
            () => lanes.threads,
            (model, most) => besideCall(ort, model, Math.min(lanes.threads, most)),
          ),
      },
    }),
  };
}

/** What runs a model: values by the names of its inputs to values by those of its outputs. */
type Call = (inputs: Values) => Promise<Record<string, TensorValue>>;

/** Makes a call of a model that is computed in `most` threads at most. */
type Load = (model: Model, most: number) => Promise<Call>;

/** A call per signature of the inputs. */
function compiled(run: TensorFunction, provider: Provider, threads: () => number, load: Load): Compiled {
  const calls = new Map<string, Promise<Call>>();
  return async (inputs) => {
    const given = renamed(inputs, inputOf);
    const call = await once(calls, signatureOf(inputs), () => {
      const traced = trace((tensors) => renamed(run(unnamed(tensors, inputOf)), outputOf), given, {
        forCpu: provider === 'cpu',
        threads: threads(),
      });
      const model = {
        bytes: encode(traced.inputs, traced.outputs),
        inputs: Object.keys(given),
        outputs: traced.outputs,
      };
      return load(model, scattersRows(traced.outputs) ? 1 : Infinity);
    });
    for (const [name, value] of Object.entries(inputs)) checkValue(name, value);
    return unnamed(await call(given), outputOf);
  };
}

async function call(ort: Runtime, { bytes }: Model, provider: Provider, threads: number): Promise<Call> {
  const session = await createSession(bytes, provider, { threads });
  return async (inputs) => {
    const feeds = Object.fromEntries(
      Object.entries(inputs).map(([name, value]) => [name, toRuntime(ort, name, value)]),
    );
    return mapped(await session.run(feeds), fromRuntime);
  };
}
