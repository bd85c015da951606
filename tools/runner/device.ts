// The device that a node asks for. It is in no key, hence not in the specification: a result does not depend on it.
import { devicesIn } from '@jetdemon/workflow';
import type { NodeSpec } from '../catalogue/node-spec.ts';

const GPU = new Set(['gpu', 'webgpu', 'cuda', 'tfjs-node-gpu']);

/** JETDEMON_DEVICE (the command's --device), else what the workflow says, else 'auto'. */
export function deviceOf(root: string, { workflow, base }: NodeSpec): string {
  const asked = process.env['JETDEMON_DEVICE'];
  if (asked) return asked;
  return devicesIn(root, `workflows/${workflow}.yaml`)[base] ?? 'auto';
}

/** Whether nodes on this device run one at a time. */
export const isGpu = (device: string) => GPU.has(device);
