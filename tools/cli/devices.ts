// The device that a command asks for, and those on which the nodes of a run were computed, with the reasons: said to the
// person, so that a missing GPU is not silent.
import fs from 'node:fs';
import path from 'node:path';
import { deviceRequests } from '@jetdemon/compute/device-names';
import { InputError, suggest } from '@jetdemon/workflow';

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
    const file = path.join(folder, 'meta.json');
    if (!fs.existsSync(file)) continue; // a node that failed or was skipped
    const { records } = JSON.parse(fs.readFileSync(file, 'utf8')) as {
      records?: { device?: { name: string; reason: string } };
    };
    if (!records?.device) continue;
    const device = `${records.device.name} (${records.device.reason})`;
    nodes.set(device, (nodes.get(device) ?? 0) + 1);
  }
  return [...nodes].map(([device, count]) => `device: ${device}, ${count} ${count === 1 ? 'node' : 'nodes'}`);
}
