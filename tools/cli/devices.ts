// The device that a command asks for, and those on which the nodes of a run were computed, with the reasons: said to the
// person, so that a missing GPU is not silent.
import { deviceRequests } from '@jetdemon/compute/device-names';
import { InputError, suggest } from '@jetdemon/workflow';
import * as z from 'zod';
import { readMeta } from '../results/meta.ts';

/** What tasks record of the device that they opened. */
const deviceUsed = z.object({ name: z.string(), reason: z.string() });

/**
 * What `--device`, else JETDEMON_DEVICE asks for; undefined where the nodes decide.
 *
 * @throws InputError for a name that is no device
 */
export function deviceAsked(option: string | undefined, environment = process.env['JETDEMON_DEVICE']) {
  const [source, name] = option === undefined ? ['JETDEMON_DEVICE', environment] : ['--device', option];
  if (!name) return undefined;
  const known: readonly string[] = deviceRequests;
  if (!known.includes(name)) throw new InputError(`${source}: unknown device ${name}${suggest(name, known)}`);
  return name;
}

/** A line per device found in the provenance (`meta.json`) of the node folders, in order of appearance. */
export function devicesUsed(folders: readonly string[]): string[] {
  const nodes = new Map<string, number>();
  for (const folder of folders) {
    const recorded = readMeta(folder)?.records['device']; // none of a node that failed or was skipped
    const used = deviceUsed.safeParse(recorded);
    if (!used.success) continue;
    const device = `${used.data.name} (${used.data.reason})`;
    nodes.set(device, (nodes.get(device) ?? 0) + 1);
  }
  return [...nodes].map(([device, count]) => `device: ${device}, ${count} ${count === 1 ? 'node' : 'nodes'}`);
}
