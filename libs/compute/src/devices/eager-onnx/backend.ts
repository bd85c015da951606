// A TensorFlow.js backend that computes: every kernel is that of the table of compiled functions, run by itself in a
// cached session of ONNX Runtime. It is for trusting the table, not for speed. Numbers (tensors without axes) enter a
// kernel as constants, as they mostly do in a compiled function, so that what is folded there is folded here.
import * as tf from '@tensorflow/tfjs-core';
import '../../tensors/backend.ts';
import type { TensorValue } from '../../tensors/device.ts';
import { UnsupportedKernelError } from '../../errors.ts';
import type { Kernel, KernelAttributes } from '../../symbolic/kernel.ts';
import { kernels } from '../../symbolic/kernels/index.ts';
import { sizeOf } from '../../tensors/values.ts';
import { type Operand, type Plan, plan } from './plan.ts';

export const eagerOnnx = 'jetdemon-onnx';

/** Plans kept; a session costs about a millisecond to make and less than a hundred KiB to keep. */
const kept = 4096;

interface Stored {
  readonly data: tf.BackendValues;
  readonly dtype: tf.DataType;
  references: number;
}

export class EagerOnnxBackend extends tf.KernelBackend {
  private values = new Map<object, Stored>();
  private plans = new Map<string, Plan>();

  call(kernelName: string, kernel: Kernel, inputs: tf.NamedTensorInfoMap, attributes: KernelAttributes) {
    const operands: Record<string, Operand> = {};
    const values: Record<string, TensorValue> = {};
    const infos: Record<string, tf.TensorInfo> = {};
    for (const [name, info] of Object.entries(inputs)) {
      if (!info) continue;
      const value = this.operand(kernelName, info);
      infos[name] = info;
      values[name] = value;
      operands[name] =
        info.shape.length === 0 ? { ...describe(value), constant: Number(value.data[0]) } : describe(value);
    }
    const key = `${kernelName} ${serialise(operands)} ${serialise(attributes)}`;
    const known = this.planned(key, () => plan(kernelName, kernel, operands, attributes));
    const results = known.run(values);
    const outputs = known.outputs.map(({ shape, dtype, source }): tf.TensorInfo => {
      if (source.kind !== 'input') {
        const data = source.kind === 'computed' ? results[source.index]! : source.data.slice();
        return { dataId: this.store(data as Float32Array, dtype), shape, dtype };
      }
      const { dataId } = infos[source.name]!;
      this.incRef(dataId);
      return { dataId, shape, dtype };
    });
    return known.many ? outputs : outputs[0]!;
  }

  private planned(key: string, make: () => Plan): Plan {
    const known = this.plans.get(key) ?? make();
    // Last used, last to go.
    this.plans.delete(key);
    this.plans.set(key, known);
    if (this.plans.size > kept) {
      const [oldest, unused] = this.plans.entries().next().value!;
      unused.dispose();
      this.plans.delete(oldest);
    }
    return known;
  }

  private operand(kernel: string, { dataId, shape, dtype }: tf.TensorInfo): TensorValue {
    if (dtype !== 'float32' && dtype !== 'int32' && dtype !== 'bool')
      throw new UnsupportedKernelError(kernel, `its input is ${dtype}`);
    const data = toElements(tf.engine().readSync(dataId) as ArrayLike<number>, dtype);
    if (data.length !== sizeOf(shape)) throw new Error(`internal: ${data.length} values for [${shape.join(', ')}]`);
    return { data, shape, dtype };
  }

  private store(data: tf.BackendValues, dtype: tf.DataType): object {
    const dataId = {};
    this.values.set(dataId, { data, dtype, references: 1 });
    return dataId;
  }

  private stored(dataId: object): Stored {
    const stored = this.values.get(dataId);
    if (!stored) throw new Error('internal: the data of a tensor are gone');
    return stored;
  }

  override write(data: tf.BackendValues, _: number[], dtype: tf.DataType): object {
    return this.store(data, dtype);
  }

  override move(dataId: object, data: tf.BackendValues, _: number[], dtype: tf.DataType, references: number): void {
    this.values.set(dataId, { data, dtype, references });
  }

  override readSync(dataId: object): tf.BackendValues {
    return this.stored(dataId).data;
  }

  override async read(dataId: object): Promise<tf.BackendValues> {
    return this.readSync(dataId);
  }

  override refCount(dataId: object): number {
    return this.values.get(dataId)?.references ?? 0;
  }

  override incRef(dataId: object): void {
    this.stored(dataId).references++;
  }

  override disposeData(dataId: object, force = false): boolean {
    const stored = this.values.get(dataId);
    if (!stored) return true;
    stored.references--;
    if (!force && stored.references > 0) return false;
    return this.values.delete(dataId);
  }

  override numDataIds(): number {
    return this.values.size;
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

  override dispose(): void {
    for (const unused of this.plans.values()) unused.dispose();
    this.plans.clear();
    this.values.clear();
  }
}

const describe = ({ shape, dtype }: TensorValue): Operand => ({ shape, dtype });

/** The typed array of a type; TensorFlow.js may keep int32 in others, such as those of an image. */
function toElements(data: ArrayLike<number>, dtype: TensorValue['dtype']): TensorValue['data'] {
  if (dtype === 'float32') return data instanceof Float32Array ? data : Float32Array.from(data);
  if (dtype === 'int32') return data instanceof Int32Array ? data : Int32Array.from(data);
  return data instanceof Uint8Array ? data : Uint8Array.from(data);
}

/** JSON would make null of NaN and infinities, and 0 of −0. */
function serialise(value: unknown): string {
  return JSON.stringify(value, (_, entry: unknown) =>
    typeof entry !== 'number' || (Number.isFinite(entry) && !Object.is(entry, -0))
      ? entry
      : Object.is(entry, -0)
        ? '-0'
        : `${entry}`,
  );
}

/** Makes the backend known to TensorFlow.js; `tf.setBackend('jetdemon-onnx')` starts it. */
export function registerEagerOnnx(): void {
  if (tf.findBackendFactory(eagerOnnx) != null) return;
  tf.registerBackend(eagerOnnx, () => new EagerOnnxBackend(), 0);
  for (const [kernelName, kernel] of Object.entries(kernels))
    tf.registerKernel({
      kernelName,
      backendName: eagerOnnx,
      kernelFunc: ({ inputs, attrs, backend }) =>
        (backend as EagerOnnxBackend).call(kernelName, kernel, inputs, (attrs ?? {}) as KernelAttributes),
    });
  for (const { kernelName } of tf.getKernelsForBackend('cpu'))
    if (!(kernelName in kernels))
      tf.registerKernel({
        kernelName,
        backendName: eagerOnnx,
        kernelFunc() {
          throw new UnsupportedKernelError(kernelName);
        },
      });
}
