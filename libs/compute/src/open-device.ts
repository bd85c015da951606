// From a device's name to the device. No fallback: a device that is not there throws, and says what would bring it.
import type { Device, DeviceName } from './device.ts';
import { initialise } from './backend.ts';
import { compiledDevice } from './compiled.ts';
import { eagerDevice, registerSegmentSum } from './eager.ts';
import { DeviceUnavailableError } from './errors.ts';

const openers: Record<DeviceName, () => Promise<Device>> = {
  cpu: () => compiledDevice('cpu', 'asked for: ONNX Runtime, native kernels'),
  webgpu: openRuntime('webgpu'),
  cuda: openRuntime('cuda'),
  async 'tfjs-cpu'() {
    await initialise('cpu');
    return eagerDevice('tfjs-cpu', 'cpu', 'asked for: TensorFlow.js, plain JavaScript, eager');
  },
  async 'tfjs-wasm'() {
    await import('@tensorflow/tfjs-backend-wasm');
    registerSegmentSum('wasm');
    if (!(await initialise('wasm')))
      throw new DeviceUnavailableError('tfjs-wasm', 'its WebAssembly module does not start', 'reinstall with npm ci');
    return eagerDevice('tfjs-wasm', 'wasm', 'asked for: TensorFlow.js, WebAssembly with SIMD, eager');
  },
  async 'tfjs-node-gpu'() {
    throw new DeviceUnavailableError('tfjs-node-gpu', 'todo', 'todo');
  },
};

/** The names that `openDevice` takes, besides `auto`. */
export const deviceNames = Object.keys(openers) as DeviceName[];

/**
 * Opens a device; `auto` is the fastest one that is known to work here.
 *
 * @throws DeviceUnavailableError naming what is missing
 */
export async function openDevice(name: DeviceName | 'auto'): Promise<Device> {
  if (name === 'auto') return compiledDevice('cpu', 'auto: ONNX Runtime on the cpu');
  const open = openers[name];
  if (!open)
    throw new DeviceUnavailableError(name, 'there is no such device', `choose one of ${deviceNames.join(', ')}, auto`);
  return open();
}

function openRuntime(name: 'webgpu' | 'cuda'): () => Promise<Device> {
  return async () => {
    throw new DeviceUnavailableError(name, 'todo', 'todo');
  };
}
