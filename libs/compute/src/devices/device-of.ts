// The device of a task: opened as it was asked for, and recorded with the reason why it is this one.
import { deviceRequests, type DeviceRequest } from './device-names.ts';
import { openDevice } from './open-device.ts';
import { DeviceUnavailableError } from '../errors.ts';
import { threads } from './session.ts';
import type { Device } from '../tensors/device.ts';

/** What a task knows of its device: a name that a person or a workflow gave, and where results are recorded. */
export interface DeviceContext {
  readonly device: string;
  record(name: string, value: unknown): void;
}

/**
 * Opens the device that a task is to run on and records its name and reason, and threads, on which last bits depend.
 *
 * @throws DeviceUnavailableError for a name that is none, or a device that is not there
 */
export async function deviceOf({ device: asked, record }: DeviceContext): Promise<Device> {
  if (!isRequest(asked))
    throw new DeviceUnavailableError(asked, 'there is no such device', `choose one of ${deviceRequests.join(', ')}`);
  const device = await openDevice(asked);
  record('device', { name: device.name, reason: device.reason, threads: threads() });
  return device;
}

const isRequest = (name: string): name is DeviceRequest => (deviceRequests as readonly string[]).includes(name);
