// The device that a node asks for. It is in no key, hence not in the specification: a result does not depend on it.

const GPU = new Set(['gpu', 'webgpu', 'cuda', 'tfjs-node-gpu']);

/** JETDEMON_DEVICE (the command's --device), else what the workflow says of the node, else 'auto'. */
export const deviceOf = (said?: string): string => process.env['JETDEMON_DEVICE'] || (said ?? 'auto');

/** Whether nodes on this device run one at a time. */
export const isGpu = (device: string) => GPU.has(device);
