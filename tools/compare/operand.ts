// What a person may compare: what a workflow shows (`quick`), an earlier run of it (`quick~1`, `quick~COMMIT`), one node of
// either (`quick:classifier`), and out/<workflow> of another checkout.
import fs from 'node:fs';
import path from 'node:path';
import { InputError } from '@jetdemon/workflow';
import { readMeta, type Meta } from '../results/meta.ts';
import { runsOf, type RunRecord } from '../store/runs.ts';
import { keyFolder, namesIn, openStore, type Store } from '../store/store.ts';
import type { Results } from './results.ts';

export function openOperand(root: string, given: string): Results {
  if (/[\\/]/.test(given)) return ofFolder(given);
  const [, workflow, run, node] = /^([^~:]+)(?:~([^:]+))?(?::(.+))?$/.exec(given) ?? [];
  if (workflow === undefined) throw new InputError(`expected WORKFLOW, WORKFLOW~RUN or a folder, found "${given}"`);
  const store = openStore(root);
  const all = run === undefined ? ofView(path.join(root, 'out', workflow)) : ofRun(store, workflow, run);
  const picked = [...all].filter(([id]) => node === undefined || id === node || id.startsWith(`${node}@`));
  if (picked.length > 0) return { name: given, store, nodes: new Map(picked) };
  throw new InputError(
    node !== undefined && all.size > 0
      ? `${given}: no result of a node ${node}`
      : `${given}: no results of it, compute them with: npx jetdemon run ${workflow}`,
  );
}

function ofFolder(folder: string): Results {
  const nodes = ofView(folder);
  const first = [...nodes.keys()][0];
  if (first === undefined) throw new InputError(`${folder}: expected a folder out/<workflow> with results, found none`);
  const store = { folder: path.resolve(fs.realpathSync(path.join(folder, first)), '..', '..') };
  return { name: folder, store, nodes };
}

const ofView = (folder: string): Map<string, Meta> =>
  new Map(
    namesIn(folder).flatMap((node) => {
      const meta = readMeta(path.join(folder, node));
      return meta ? [[node, meta] as const] : [];
    }),
  );

/** Of the run before the last `run`, or the last one that was made at a commit. */
function ofRun(store: Store, workflow: string, run: string): Map<string, Meta> {
  const runs = runsOf(store, workflow);
  const found: RunRecord | undefined = /^\d{1,3}$/.test(run)
    ? runs[Number(run)]
    : runs.find(({ commit, started }) => commit?.startsWith(run) === true || started.startsWith(run));
  if (!found)
    throw new InputError(
      `${workflow}~${run}: expected one of the ${runs.length} runs that are remembered (${workflow}~0 is the last, ${workflow}~1 the one before), or the beginning of a commit or a time`,
    );
  const nodes = Object.entries(found.nodes).flatMap(([node, { key }]) => {
    const meta = key === null ? undefined : readMeta(keyFolder(store, key));
    return meta ? [[node, meta] as const] : [];
  });
  return new Map(nodes);
}
