import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { DeviceUnavailableError, deviceRequests, openDevice, type DeviceName } from '../index.ts';

const { resolve } = createRequire(import.meta.url);

function installed(name: string): boolean {
  try {
    return resolve(name) !== '';
  } catch {
    return false;
  }
}

const library = 'bin/napi-v6/linux/x64/libonnxruntime_providers_cuda.so';
const cuda = existsSync(join(dirname(resolve('onnxruntime-node/package.json')), library));
const linux = process.platform === 'linux';
const anyGpu = Boolean(process.env.VK_ICD_FILENAMES) || existsSync('/dev/dri') || existsSync('/dev/nvidia0');

test.each(['tpu', 'CUDA', 'toString', ''])('there is no device %j', async (name) => {
  await expect(openDevice(name as DeviceName)).rejects.toThrow(
    new DeviceUnavailableError(name, 'there is no such device', `choose one of ${deviceRequests.join(', ')}`),
  );
});

test.skipIf(installed('@tensorflow/tfjs-node-gpu'))('a device without its package says how to get it', async () => {
  await expect(openDevice('tfjs-node-gpu')).rejects.toThrow(
    /^device tfjs-node-gpu is not available: the package @tensorflow\/tfjs-node-gpu is not installed; run `npm install .*` \(Node 20, CUDA 11\)$/,
  );
});

test.skipIf(cuda || !linux || process.arch !== 'x64')('a device without its library says how to get it', async () => {
  await expect(openDevice('cuda')).rejects.toThrow(
    /^device cuda is not available: the CUDA provider .* is not installed; install CUDA 12 and cuDNN 9, then run `node .*`$/,
  );
});

test.skipIf(anyGpu || !linux)('without a driver webgpu and gpu say what is missing, and auto is the cpu', async () => {
  await expect(openDevice('webgpu')).rejects.toThrow(
    /^device webgpu is not available: Failed to get a WebGPU adapter: .*; install the Vulkan driver .*$/,
  );
  await expect(openDevice('gpu')).rejects.toThrow(
    /^device gpu is not available: neither cuda nor webgpu works; device cuda .*; device webgpu .*$/,
  );
  const { name, reason } = await openDevice('auto');
  expect({ name, reason }).toEqual({ name: 'cpu', reason: 'auto: no GPU here' });
});
