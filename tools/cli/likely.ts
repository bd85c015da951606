// Whether a run will have something to compute, as far as it can be seen at once: what a wrong answer costs is some time.
import fs from 'node:fs';
import path from 'node:path';
import { runsFrom } from '../store/runs.ts';
import { openStore } from '../store/store.ts';

export interface Likely {
  readonly root: string;
  /** Parameters set by hand. */
  readonly set: readonly string[];
  readonly force: boolean;
}

/** Something else is asked for than what the last run of the workflow left whole, or its file was changed since. */
export function isLikely({ root, set, force }: Likely, workflow: string): boolean {
  const { value: last } = runsFrom(openStore(root), workflow).next();
  if (force || !last || last.set.join('\n') !== set.join('\n')) return true;
  if (Object.values(last.nodes).some(({ state }) => state === 'failed' || state === 'skipped')) return true;
  return fs.statSync(path.join(root, 'workflows', `${workflow}.yaml`)).mtimeMs > Date.parse(last.started);
}
