// On what the nodes of a run were computed, and why on that: said to the person, so that a missing GPU is not silent.
import fs from 'node:fs';
import path from 'node:path';

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
