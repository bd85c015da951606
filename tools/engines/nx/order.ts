// What a run wants of the plugin, in a file that JETDEMON_ORDER names; without it, as under a plain `nx`, every node runs.
import fs from 'node:fs';

export interface RunOrder {
  /** The one workflow whose projects are wanted. */
  readonly workflow: string;
  /** Parameters set by hand. */
  readonly set: readonly string[];
  /** Nodes that are run; the others are there, or not wanted. */
  readonly pending: readonly string[];
}

export function readOrder(file = process.env['JETDEMON_ORDER']): RunOrder | undefined {
  return file ? (JSON.parse(fs.readFileSync(file, 'utf8')) as RunOrder) : undefined;
}
