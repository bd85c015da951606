// Record of runs: which keys a command found or computed for the nodes of a workflow, when and with what set by hand.
import fs from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { makeRoom } from './disk.ts';
import { namesIn, type Store } from './store.ts';

/** Runs of a workflow beyond that are forgotten, oldest first. */
const KEPT = 200;

const schema = z.strictObject({
  workflow: z.string(),
  title: z.string(),
  /** ISO 8601. */
  started: z.string(),
  seconds: z.number(),
  /** Parameters set by hand, `fgsm.epsilon=0.002` each. */
  set: z.array(z.string()).readonly(),
  commit: z.string().nullable(),
  nodes: z.record(
    z.string(),
    z.strictObject({
      state: z.enum(['computed', 'cached', 'failed', 'skipped']),
      /** Of its result; null without one. */
      key: z.string().nullable(),
      result: z.string().nullable(),
      message: z.string().optional(),
    }),
  ),
});

export type RunRecord = z.output<typeof schema>;

const folderOf = ({ folder }: Store, workflow: string) => path.join(folder, 'runs', workflow);

/** Adds a run. */
export function recordRun(store: Store, run: RunRecord): void {
  const folder = folderOf(store, run.workflow);
  const file = path.join(folder, `${run.started.replaceAll(':', '-')}.json`);
  makeRoom(store.folder, file);
  fs.writeFileSync(`${file}~`, `${JSON.stringify(schema.parse(run), undefined, 2)}\n`);
  fs.renameSync(`${file}~`, file);
  const files = fs.readdirSync(folder).filter((name) => name.endsWith('.json'));
  for (const name of files.sort().slice(0, -KEPT)) fs.rmSync(path.join(folder, name), { recursive: true, force: true });
}

/** Runs of a workflow, the last first; damaged records are left out. */
export function* runsFrom(store: Store, workflow: string): Generator<RunRecord, undefined> {
  const names = namesIn(folderOf(store, workflow)).filter((name) => name.endsWith('.json'));
  for (const name of names.sort().reverse()) {
    try {
      yield schema.parse(JSON.parse(fs.readFileSync(path.join(folderOf(store, workflow), name), 'utf8')));
    } catch {
      // the one before
    }
  }
}

export const runsOf = (store: Store, workflow: string): RunRecord[] => [...runsFrom(store, workflow)];

/** Keys that runs of a workflow had, of the last `many`. */
export const keysOfRuns = (store: Store, workflow: string, many: number): string[] =>
  runsOf(store, workflow)
    .slice(0, many)
    .flatMap(({ nodes }) => Object.values(nodes).flatMap(({ key }) => key ?? []));
