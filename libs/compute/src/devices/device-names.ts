// The names of devices, apart from what opens them, so that a command can check a name without loading a runtime.

export const deviceNames = ['cpu', 'webgpu', 'cuda', 'tfjs-cpu', 'tfjs-wasm', 'tfjs-node-gpu'] as const;
export type DeviceName = (typeof deviceNames)[number];

/** What can be asked for: a device, `gpu` (cuda, else webgpu), or `auto` (a GPU where there is one, else the cpu). */
export const deviceRequests = [...deviceNames, 'gpu', 'auto'] as const;
export type DeviceRequest = (typeof deviceRequests)[number];
