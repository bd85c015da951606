// A TensorFlow.js backend on which nothing is computed: its tensors stand for values of a graph under construction.
import * as tf from '@tensorflow/tfjs-core';
import { SymbolicReadError, UnsupportedKernelError } from '../errors.ts';
import { dtypeOf, sizeOf } from '../tensors/values.ts';
import { Builder } from './builder.ts';
import { type Elements, type Value, elementsOf } from './graph.ts';
import type { Kernel, KernelAttributes } from './kernel.ts';
import { kernels } from './kernels/index.ts';

/** The backend holds the values of one trace at a time; traces are synchronous, so they cannot meet. */
class SymbolicBackend extends tf.KernelBackend {
  /** What TensorFlow.js knows it by; nothing until it is registered. */
  name = '';
  build = new Builder();
  /** Whether rows are added up by their indices as they are: right in one thread alone, see scatters-rows.ts. */
  addsRows = false;
  private values = new WeakMap<object, Value>();

  begin({ addsRows }: { readonly addsRows: boolean }): void {
    this.build = new Builder();
    this.addsRows = addsRows;
    this.values = new WeakMap();
  }

  tensorInfo(value: Value): tf.TensorInfo {
    const dataId = {};
    this.values.set(dataId, value);
    return { dataId, shape: [...value.shape], dtype: value.type as tf.DataType };
  }

  /** The value that a tensor stands for. One of another backend enters the graph as a constant. */
  value(info: tf.TensorInfo): Value {
    const known = this.values.get(info.dataId);
    if (known) return this.build.reshape(known, info.shape);
    const data = tf.engine().readSync(info.dataId) as Elements;
    const value = this.constant(data, info.shape, info.dtype);
    this.values.set(info.dataId, value);
    return value;
  }

  private constant(data: ArrayLike<number> | Elements, shape: readonly number[], dtype: tf.DataType): Value {
    const type = dtypeOf({ dtype, shape });
    const numbers = data as ArrayLike<number>;
    const copy =
      type === 'float32'
        ? Float32Array.from(numbers)
        : type === 'int32'
          ? Int32Array.from(numbers)
          : Uint8Array.from(numbers);
    return this.build.data(copy, shape, type);
  }

  override write(data: tf.BackendValues, shape: number[], dtype: tf.DataType): object {
    const dataId = {};
    this.values.set(dataId, this.constant(data as Elements, shape, dtype));
    return dataId;
  }

  override move(dataId: object, data: tf.BackendValues, shape: number[], dtype: tf.DataType): void {
    this.values.set(dataId, this.constant(data as Elements, shape, dtype));
  }

  override readSync(dataId: object): tf.BackendValues {
    const value = this.values.get(dataId);
    if (!value) throw new Error('internal: a symbolic tensor outlived its trace');
    const data = elementsOf(value);
    if (!data) throw new SymbolicReadError(value.shape);
    return data as Float32Array;
  }

  override async read(dataId: object): Promise<tf.BackendValues> {
    return this.readSync(dataId);
  }

  override numDataIds(): number {
    return 0;
  }

  override disposeData(): boolean {
    return true;
  }

  override incRef(): void {}

  override refCount(): number {
    return 1;
  }

  override floatPrecision(): 16 | 32 {
    return 32;
  }

  override timerAvailable(): boolean {
    return false;
  }

  override memory(): { unreliable: boolean } {
    return { unreliable: true };
  }
}

const backend = new SymbolicBackend();

export function symbolicBackend(): SymbolicBackend {
  if (backend.name === '') register();
  return backend;
}

/** Whether the function that is run is being traced for one thread of the cpu, see `SymbolicBackend.addsRows`. */
export const addsRows = (): boolean => backend.name !== '' && tf.getBackend() === backend.name && backend.addsRows;

/** Under a name of its own: the registry is the process's, which may have loaded several tasks with a copy of this module each. */
function register(): void {
  for (let copy = 1; backend.name === ''; copy++)
    if (tf.findBackendFactory(`jetdemon-symbolic-${copy}`) == null) backend.name = `jetdemon-symbolic-${copy}`;
  tf.registerBackend(backend.name, () => backend, 0);
  for (const [kernelName, kernel] of Object.entries(kernels)) registerKernel(kernelName, kernel);
  // Whatever the cpu backend can do and the table cannot throws by name, instead of TensorFlow.js' "not registered".
  for (const { kernelName } of tf.getKernelsForBackend('cpu'))
    if (!(kernelName in kernels))
      registerKernel(kernelName, () => {
        throw new UnsupportedKernelError(kernelName);
      });
}

function registerKernel(kernelName: string, kernel: Kernel): void {
  tf.registerKernel({
    kernelName,
    backendName: backend.name,
    kernelFunc({ inputs, attrs }) {
      const values: Record<string, Value> = {};
      for (const [name, info] of Object.entries(inputs)) if (info) values[name] = backend.value(info);
      const attributes = (attrs ?? {}) as KernelAttributes;
      const result = kernel({
        kernel: kernelName,
        build: backend.build,
        inputs: values,
        list: Object.values(values),
        attributes,
      });
      const outputs = Array.isArray(result) ? result : [result];
      for (const { shape } of [...Object.values(values), ...outputs])
        if (sizeOf(shape) === 0) throw new UnsupportedKernelError(kernelName, `shape [${shape.join(', ')}] is empty`);
      const infos = outputs.map((value) => backend.tensorInfo(value));
      return Array.isArray(result) ? infos : infos[0]!;
    },
  });
}
