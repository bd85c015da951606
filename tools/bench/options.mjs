// Options of the command line, and what is measured without any.
import { parseArgs } from 'node:util';

export const usage =
  'usage: npm run bench -- [--workload NAME,...] [--device NAME,...] [--batch N,...] [--turns N] [--seconds N] [--json FILE]';

/** Devices by default; the slow ones at the smallest batch only. */
const dense = ['pytorch', 'pytorch-compiled', 'pytorch-medium'];
const packed = dense.map((name) => name.replace('pytorch', 'pytorch-packed'));
const networks = { devices: ['cpu', ...dense, ...packed], slow: [] };
const own = { devices: ['cpu'], slow: [] };
const workloads = {
  'pfn-train': { ...networks, slow: ['tfjs-wasm'] },
  'hl-train': { devices: ['cpu', ...dense], slow: ['tfjs-wasm'] },
  'pfn-fgsm': networks,
  'hl-fgsm': { devices: ['cpu', ...dense], slow: [] },
  'particlenet-fgsm': { devices: ['cpu', ...dense], slow: [] },
  'pfn-adversary': networks,
  'hl-adversary': { devices: ['cpu', ...dense], slow: [] },
  'read-batches': own,
  bootstrap: own,
};
const usual = ['pfn-train', 'hl-train', 'pfn-fgsm', 'pfn-adversary'];

export function options(argv) {
  const list = { type: 'string', default: '' };
  const { values } = parseArgs({
    args: argv,
    options: {
      workload: { ...list, default: usual.join() },
      device: list,
      batch: { ...list, default: '128,256,1024' },
      turns: { ...list, default: '5' },
      seconds: { ...list, default: '2' },
      json: list,
    },
  });
  const names = (name) => values[name].split(',').filter(Boolean);
  const number = (name) => {
    const value = Number(values[name]);
    if (!(value > 0)) throw new Error(`--${name}: expected a number above 0, found ${values[name]}`);
    return value;
  };
  const chosen = names('workload');
  for (const name of chosen)
    if (!Object.hasOwn(workloads, name))
      throw new Error(`--workload: expected ${Object.keys(workloads).join(', ')}, found ${name}`);
  const sizes = names('batch').map(Number);
  if (!sizes.length || !sizes.every((size) => Number.isInteger(size) && size > 0))
    throw new Error(`--batch: expected whole numbers above 0, found ${values.batch}`);
  const asked = names('device');
  const plan = chosen.flatMap((workload) =>
    sizes.map((batch) => {
      const { devices, slow } = workloads[workload];
      const usualDevices = batch === Math.min(...sizes) ? [...devices, ...slow] : devices;
      return { workload, batch, devices: asked.length ? asked : usualDevices };
    }),
  );
  return { plan, turns: number('turns'), seconds: number('seconds'), json: values.json };
}

const onGpu = (device) => /^(webgpu|cuda|tfjs-node-gpu|pytorch-cuda.*)$/.test(device);

export const isPeer = (device) => device.startsWith('pytorch');

/**
 * The device that the ratio is to: the fastest PyTorch on the same kind of processor whose loss after the same steps from
 * the same seed is that of eager, padded PyTorch within 1%.
 */
export function peerOf(device, measured) {
  const kind = measured.filter((one) => isPeer(one.device) && onGpu(one.device) === onGpu(device));
  const peers = kind.length > 0 ? kind : measured.filter((one) => isPeer(one.device));
  const reference = peers.find((one) => /^pytorch(-cuda)?$/.test(one.device))?.loss;
  const accurate = peers.filter(
    ({ loss }) => reference == null || loss == null || Math.abs(loss - reference) <= 0.01 * Math.abs(reference),
  );
  return accurate.sort((a, b) => b.jetsPerSecond - a.jetsPerSecond)[0]?.device;
}

/** Cores that a device would use on an idle machine; none is waited for where a GPU does the work. */
export function coresOf(device, threads) {
  if (onGpu(device)) return 0;
  return device.startsWith('tfjs-') ? 1 : threads;
}
