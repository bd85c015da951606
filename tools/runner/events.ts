// Messages of a node to the command that waits for it: one JSON object a line, appended to the file that
// JETDEMON_EVENTS names (not part of any key). Without it, as under a plain `nx run`, nothing is said.
import fs from 'node:fs';
import type { Place } from '@jetdemon/workflow';

export type NodeEvent =
  | { readonly event: 'waiting'; readonly for: string }
  | { readonly event: 'started'; readonly pid: number }
  | { readonly event: 'progress'; readonly message: string; readonly fraction?: number }
  | { readonly event: 'warning'; readonly message: string }
  /** The store has this very result. */
  | { readonly event: 'kept' }
  | { readonly event: 'done'; readonly seconds: number }
  /** `place` where the error is one that a user can mend and says what it is about. */
  | { readonly event: 'failed'; readonly message: string; readonly place?: Place };

/** `time`: ISO 8601. */
export type SentEvent = NodeEvent & { readonly node: string; readonly time: string };

export function sender(node: string, file: string | undefined): (event: NodeEvent) => void {
  return (event) => {
    if (file === undefined) return;
    const sent: SentEvent = { node, time: new Date().toISOString(), ...event };
    fs.appendFileSync(file, `${JSON.stringify(sent)}\n`);
  };
}
