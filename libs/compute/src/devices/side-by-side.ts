// Work in pieces that do not wait for one another, on a device that runs several calls at once.
import type { Device } from '../tensors/device.ts';

/** Examples in a call, at least: handing over fewer, with all weights, takes longer than it saves. */
const fewest = 64;

/**
 * A device whose calls may be made at once, and how many of them it runs so; one where it has nothing to share.
 *
 * @param examples in a call
 */
export function sideBySide(device: Device, examples = Infinity): { readonly device: Device; readonly count: number } {
  const { sideBySide: several } = device;
  return several && examples >= fewest
    ? { device: { ...device, compile: several.compile }, count: several.count }
    : { device, count: 1 };
}

/**
 * Begins `work` with each item in their order, `count` at once.
 *
 * @throws what the first piece that failed threw, once all that were begun have ended
 */
export async function eachAtOnce<T>(
  count: number,
  items: Iterable<T>,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const left = items[Symbol.iterator]();
  const failures: unknown[] = [];
  const oneByOne = async (): Promise<void> => {
    for (let item = left.next(); !item.done && failures.length === 0; item = left.next())
      await work(item.value).catch((error: unknown) => failures.push(error));
  };
  await Promise.all(Array.from({ length: count }, oneByOne));
  if (failures.length > 0) throw failures[0];
}
