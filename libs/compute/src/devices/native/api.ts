// ONNX Runtime's C API, called as it is: the Node binding copies what a run gives also where its place is prepared, and has
// no way to run two sessions at once in one thread of Node's.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { refuseTelemetry } from '../telemetry.ts';

/** Addresses in the process's memory; 0 none. */
type Address = bigint;

/** What is used of the API; every call throws what the runtime says is wrong. */
export interface NativeApi {
  /** @param options those of the session configuration, by their full names */
  createSession(model: Uint8Array, threads: number, options: Readonly<Record<string, string>>): Address;
  releaseSession(session: Address): void;
  /** A tensor on memory of ours, which has to stay where it is while the tensor is used. */
  createTensor(data: ArrayBufferView, shape: readonly number[], type: number): Address;
  releaseTensor(tensor: Address): void;
  /** Where an array lies. */
  addressOf(data: ArrayBufferView): Address;
  /** Runs in the thread that calls. */
  run(call: NativeCall): void;
  /** Runs in another thread; the arrays of the call have to be kept until it has ended. */
  runBeside(call: NativeCall): Promise<void>;
}

/** Addresses of the names and of the tensors, in one order. */
export interface NativeCall {
  readonly session: Address;
  readonly inputs: { readonly names: BigUint64Array; readonly tensors: BigUint64Array };
  readonly outputs: { readonly names: BigUint64Array; readonly tensors: BigUint64Array };
}

type Koffi = typeof import('koffi');

/** The API version whose table of functions `places` are those of; later ones only append to it. */
const version = 22;

/** Where in the table `OrtApi` of onnxruntime_c_api.h a function stands, what it gives and what it takes. */
const functions = {
  GetErrorMessage: [2, 'const char *', ['void *']],
  CreateEnv: [3, 'void *', ['int', 'const char *', 'void *']],
  CreateSessionFromArray: [8, 'void *', ['void *', 'void *', 'size_t', 'void *', 'void *']],
  Run: [9, 'void *', ['void *', 'void *', 'void *', 'void *', 'size_t', 'void *', 'size_t', 'void *']],
  CreateSessionOptions: [10, 'void *', ['void *']],
  SetSessionLogSeverityLevel: [22, 'void *', ['void *', 'int']],
  SetSessionGraphOptimizationLevel: [23, 'void *', ['void *', 'int']],
  SetIntraOpNumThreads: [24, 'void *', ['void *', 'int']],
  CreateTensorWithDataAsOrtValue: [49, 'void *', ['void *', 'void *', 'size_t', 'void *', 'size_t', 'int', 'void *']],
  CreateCpuMemoryInfo: [69, 'void *', ['int', 'int', 'void *']],
  ReleaseStatus: [93, 'void', ['void *']],
  ReleaseSession: [95, 'void', ['void *']],
  ReleaseValue: [96, 'void', ['void *']],
  ReleaseSessionOptions: [100, 'void', ['void *']],
  AddSessionConfigEntry: [130, 'void *', ['void *', 'const char *', 'const char *']],
} as const;

// Constants of the same header.
const errorsOnly = 3;
const allOptimisations = 99;
const [arena, ordinaryMemory] = [1, 0];

/** Of the threads that run sessions, as large as the system's; the products of matrices keep their blocks there. */
const stackBytes = 8 * 2 ** 20;

let opened: Promise<NativeApi> | undefined;

/** A library that nobody holds is unloaded, whoever may call it. */
const held: unknown[] = [];

/** Of the library in the package onnxruntime-node, the same that the Node binding uses; on Linux. */
export function nativeApi(): Promise<NativeApi> {
  opened ??= open();
  return opened;
}

async function open(): Promise<NativeApi> {
  refuseTelemetry();
  const { default: koffi } = (await import('koffi')) as unknown as { default: Koffi };
  const stacks = { sync_stack_size: stackBytes, async_stack_size: stackBytes };
  const now = koffi.config();
  // it can be said once, and another copy of this module may have
  if (now.sync_stack_size !== stackBytes || now.async_stack_size !== stackBytes) koffi.config(stacks);
  const package_ = dirname(createRequire(import.meta.url).resolve('onnxruntime-node/package.json'));
  const file = join(package_, 'bin/napi-v6', process.platform, process.arch, 'libonnxruntime.so.1');
  const library = koffi.load(file);
  held.push(library);
  const [getApi] = addresses(koffi, library.func('OrtGetApiBase', 'void *', [])() as Address, 1) as [Address];
  const table = koffi.call(getApi, koffi.proto('void *', ['uint32_t']), version) as Address | null;
  if (!table) throw new Error(`${file} has no API of version ${version}`);
  const places = addresses(koffi, table, 1 + Math.max(...Object.values(functions).map(([place]) => place)));
  const api = Object.fromEntries(
    Object.entries(functions).map(([name, [place, result, parameters]]) => [
      name,
      koffi.decode(places[place]!, koffi.proto(result, [...parameters])),
    ]),
  ) as Record<keyof typeof functions, ReturnType<typeof library.func>>;

  /** Throws what a status, none if all is well, says. */
  const check = (status: Address | null): void => {
    if (!status) return;
    const message = api.GetErrorMessage(status) as string;
    api.ReleaseStatus(status);
    throw new Error(message);
  };
  /** What a function writes to the address that it is given. */
  const made = (make: (to: BigUint64Array) => Address | null): Address => {
    const to = new BigUint64Array(1);
    check(make(to));
    return to[0]!;
  };
  const environment = made((to) => api.CreateEnv(errorsOnly, 'jetdemon', to) as Address | null);
  const memory = made((to) => api.CreateCpuMemoryInfo(arena, ordinaryMemory, to) as Address | null);
  const given = ({ session, inputs, outputs }: NativeCall) =>
    [
      ...[session, null, inputs.names, inputs.tensors, inputs.tensors.length],
      ...[outputs.names, outputs.tensors.length, outputs.tensors],
    ] as const;

  return {
    createSession(model, threads, entries) {
      const options = made((to) => api.CreateSessionOptions(to) as Address | null);
      try {
        check(api.SetSessionLogSeverityLevel(options, errorsOnly) as Address | null);
        check(api.SetSessionGraphOptimizationLevel(options, allOptimisations) as Address | null);
        check(api.SetIntraOpNumThreads(options, threads) as Address | null);
        for (const [name, value] of Object.entries(entries))
          check(api.AddSessionConfigEntry(options, name, value) as Address | null);
        return made(
          (to) => api.CreateSessionFromArray(environment, model, model.byteLength, options, to) as Address | null,
        );
      } finally {
        api.ReleaseSessionOptions(options);
      }
    },
    releaseSession: (session) => void api.ReleaseSession(session),
    createTensor(data, shape, type) {
      const extents = BigInt64Array.from(shape, BigInt);
      return made(
        (to) =>
          api.CreateTensorWithDataAsOrtValue(
            ...[memory, data, data.byteLength, extents, extents.length, type, to],
          ) as Address | null,
      );
    },
    releaseTensor: (tensor) => void api.ReleaseValue(tensor),
    addressOf: (data) => koffi.address(data),
    run: (call) => check(api.Run(...given(call)) as Address | null),
    runBeside: (call) =>
      new Promise<void>((resolve, reject) => {
        api.Run.async(...given(call), (error: unknown, status: Address | null) => {
          try {
            if (error) throw error;
            check(status);
            resolve();
          } catch (wrong) {
            reject(wrong as Error);
          }
        });
      }),
  };
}

/** So many addresses that stand one after the other. */
function addresses(koffi: Koffi, at: Address, count: number): Address[] {
  return [...(koffi.decode(at, koffi.array('uint64_t', count, 'Typed')) as BigUint64Array)];
}
