// From a device's name to the device. No fallback: a device that is not there throws, and says what would bring it.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { initialise, initialiseAsync } from '../tensors/backend.ts';
import { compiledDevice } from './compiled.ts';
import { deviceRequests, type DeviceName, type DeviceRequest } from './device-names.ts';
import type { Device } from '../tensors/device.ts';
import { eagerDevice, registerSegmentSum } from './eager.ts';
import { DeviceUnavailableError } from '../errors.ts';
import type { Provider } from './session.ts';
import { float32 } from '../tensors/values.ts';

const openers: Record<DeviceName, () => Promise<Device>> = {
  cpu: () => compiledDevice('cpu', 'asked for: ONNX Runtime, native kernels'),
  webgpu: () => accelerated('webgpu', 'install the Vulkan driver of the GPU (on Linux: libvulkan1 and its ICD)'),
  async cuda() {
    requireCudaProvider();
    return accelerated('cuda', 'install the NVIDIA driver, CUDA 12 and cuDNN 9, their libraries on LD_LIBRARY_PATH');
  },
  async 'tfjs-cpu'() {
    initialise('cpu');
    return eagerDevice('tfjs-cpu', 'cpu', 'asked for: TensorFlow.js, plain JavaScript, eager');
  },
  async 'tfjs-wasm'() {
    await import('@tensorflow/tfjs-backend-wasm');
    registerSegmentSum('wasm');
    if (!(await initialiseAsync('wasm')))
      throw new DeviceUnavailableError('tfjs-wasm', 'its WebAssembly module does not start', 'reinstall with `npm ci`');
    return eagerDevice('tfjs-wasm', 'wasm', 'asked for: TensorFlow.js, WebAssembly with SIMD, eager');
  },
  'tfjs-node-gpu': tensorflow,
};

/**
 * Opens a device; `gpu` is the first of cuda and webgpu whose results are right, `auto` that or else the cpu.
 *
 * @throws DeviceUnavailableError naming what is missing and the command that gets it
 */
export async function openDevice(name: DeviceRequest): Promise<Device> {
  if (name === 'auto') return gpuPresent() ? firstGpu('auto') : compiledDevice('cpu', 'auto: no GPU here');
  if (name === 'gpu') return firstGpu('gpu');
  if (!Object.hasOwn(openers, name))
    throw new DeviceUnavailableError(name, 'there is no such device', `choose one of ${deviceRequests.join(', ')}`);
  return openers[name]();
}

async function firstGpu(request: 'auto' | 'gpu'): Promise<Device> {
  const refusals: string[] = [];
  for (const name of ['cuda', 'webgpu'] as const) {
    try {
      const reasons = [`${request}: the ${name} provider works`, ...refusals];
      return { ...(await openers[name]()), reason: reasons.join('; ') };
    } catch (error) {
      if (!(error instanceof DeviceUnavailableError)) throw error;
      refusals.push(error.message);
    }
  }
  if (request === 'gpu') throw new DeviceUnavailableError('gpu', 'neither cuda nor webgpu works', refusals.join('; '));
  return compiledDevice('cpu', `auto: ${refusals.join('; ')}`);
}

/** Asked before the providers are tried, because they write to the terminal where there is nothing. */
function gpuPresent(): boolean {
  return process.platform !== 'linux' || existsSync('/dev/nvidia0') || existsSync('/dev/dri/renderD128');
}

/** Asked first too: the runtime alone would write a stack of its own to the terminal. */
function requireCudaProvider(): void {
  const platform = `${process.platform} ${process.arch}`;
  if (platform !== 'linux x64')
    throw new DeviceUnavailableError('cuda', `ONNX Runtime has no CUDA provider for ${platform}`, 'choose webgpu');
  const runtime = dirname(resolve('onnxruntime-node/package.json'));
  if (!existsSync(join(runtime, 'bin/napi-v6/linux/x64/libonnxruntime_providers_cuda.so')))
    throw new DeviceUnavailableError(
      'cuda',
      'the CUDA provider of ONNX Runtime is not installed',
      'install CUDA 12 and cuDNN 9, then run `node node_modules/onnxruntime-node/script/install --onnxruntime-node-install=cuda12`',
    );
}

/** A device on a provider that has computed a product and its gradient rightly. */
async function accelerated(name: Exclude<Provider, 'cpu'>, remedy: string): Promise<Device> {
  const device = await compiledDevice(name, `asked for: ONNX Runtime, ${name} provider`);
  const slope = device.compile(({ x, w }) => ({
    dx: tf.grad((input: tf.Tensor) => tf.sum(tf.relu(tf.matMul(input as tf.Tensor2D, w as tf.Tensor2D))))(x!),
  }));
  let found: number[];
  try {
    const { dx } = await slope({ x: float32([1, 2], [1, 2]), w: float32([3, -4, 5, -6], [2, 2]) });
    found = [...dx!.data];
  } catch (error) {
    throw new DeviceUnavailableError(name, firstLine(error), remedy);
  }
  // d/dx of relu(13) + relu(-16) is the first column of w.
  if (found[0] !== 3 || found[1] !== 5)
    throw new DeviceUnavailableError(
      name,
      `it computes [${found.join(', ')}] for [3, 5]`,
      'update the driver of the GPU',
    );
  return device;
}

async function tensorflow(): Promise<Device> {
  const remedy =
    'run `npm install --no-save --ignore-scripts=false @tensorflow/tfjs-node-gpu@4.22.0` (Node 20, CUDA 11)';
  // A name in a variable, so that neither the compiler nor a bundler asks for a package that is optional.
  const optional: string = '@tensorflow/tfjs-node-gpu';
  if (!isInstalled(optional))
    throw new DeviceUnavailableError('tfjs-node-gpu', `the package ${optional} is not installed`, remedy);
  try {
    await import(optional);
  } catch (error) {
    throw new DeviceUnavailableError('tfjs-node-gpu', firstLine(error), remedy);
  }
  if (!initialise('tensorflow'))
    throw new DeviceUnavailableError('tfjs-node-gpu', 'its backend does not start', remedy);
  return eagerDevice('tfjs-node-gpu', 'tensorflow', 'asked for: TensorFlow, native, eager');
}

const { resolve } = createRequire(import.meta.url);

function isInstalled(name: string): boolean {
  try {
    return resolve(name) !== '';
  } catch {
    return false;
  }
}

/** What is wrong, without where in the runtime it was found. */
function firstLine(error: unknown): string {
  const [line] = (error instanceof Error ? error.message : String(error)).split('\n') as [string];
  return line.replace(/^\S+\.cc:\d+ .* was false\. /, '');
}
