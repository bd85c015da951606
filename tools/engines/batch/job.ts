// Run of one task of a batch job, on the machine that the batch system chose: its nodes one after another, each through
// runner/, those left out whose needs did not come about. It says how it ended in a file, since a batch system forgets.
import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { BatchFolder, taskName, type NodeEnd, type TaskFile, type TaskNode } from './folder.ts';

/** How long a file of a task that has ended may take to be seen on another machine. */
const LAG_MS = 60_000;
const POLL_MS = 500;
/** Exit code of a runner that was asked to stop. */
const STOPPED = 130;
/** Longer specifications go by a file: the environment takes no more of one variable. */
const MOST_IN_ENVIRONMENT = 100_000;

/**
 * Exit code: 0 where one of its nodes was computed, since other jobs may wait for that one; each node's own end is in the file.
 *
 * @param argv folder of the run, job, and index of the task where the batch system tells none
 */
export async function main(root: string, [at, job, given]: readonly string[]): Promise<number> {
  const index = Number(given ?? process.env['SLURM_ARRAY_TASK_ID'] ?? 0);
  if (at === undefined || job === undefined || !Number.isInteger(index))
    throw new Error('internal: expected job.mjs FOLDER JOB [INDEX]');
  const folder = new BatchFolder(at);
  const task = taskName(job, index);
  const file = folder.readTask(job, index);
  let child: ChildProcess | undefined;
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (!child) process.exit(143);
      child.kill('SIGTERM'); // it gives its locks back; its checkpoints stay
      child.on('exit', () => process.exit(143));
    });
  }
  const ends: Record<string, NodeEnd> = {};
  for (const node of file.nodes) {
    const lost = await lostNeed(folder, node, ends);
    if (lost !== undefined) {
      console.log(`${node.spec.node}: left out, since ${lost} was not computed`);
      ends[node.spec.node] = 'skipped';
      continue;
    }
    child = start(root, folder, task, file, node);
    const code = await new Promise<number | null>((resolve, reject) => {
      child!.on('error', reject);
      child!.on('exit', resolve);
    });
    if (code === null || code === STOPPED) return 1; // nothing is said, so that it does not count as an end of its own
    ends[node.spec.node] = code === 0 ? 'done' : 'failed';
  }
  folder.writeEnd(task, { nodes: ends });
  return Object.values(ends).includes('done') ? 0 : 1;
}

/** A node that was needed and is not there. */
async function lostNeed(
  folder: BatchFolder,
  { needs }: TaskNode,
  here: Readonly<Record<string, NodeEnd>>,
): Promise<string | undefined> {
  for (const [node, task] of Object.entries(needs)) {
    if (Object.hasOwn(here, node)) {
      if (here[node] !== 'done') return node;
      continue;
    }
    const patience = Date.now() + LAG_MS;
    let end = folder.readEnd(task);
    for (; !end && Date.now() < patience; end = folder.readEnd(task)) await sleep(POLL_MS);
    if (end?.nodes[node] !== 'done') return node;
  }
  return undefined;
}

function start(root: string, folder: BatchFolder, task: string, file: TaskFile, node: TaskNode): ChildProcess {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(NX_|JETDEMON_)/.test(name));
  const spec = JSON.stringify(node.spec);
  const large = spec.length > MOST_IN_ENVIRONMENT;
  const asked = large ? { JETDEMON_NODE_FILE: folder.writeSpec(task, node.spec) } : { JETDEMON_NODE: spec };
  return spawn(process.execPath, [path.join(root, 'tools', 'runner', 'run-node.mjs')], {
    cwd: root,
    env: {
      ...Object.fromEntries(inherited),
      ...asked,
      NO_COLOR: '1',
      JETDEMON_PATH: process.env['PATH'] ?? '',
      JETDEMON_EVENTS: folder.events(task),
      JETDEMON_DEVICE: node.device,
      JETDEMON_FORCE: node.forced ? node.spec.node : '',
      JETDEMON_PID: String(process.pid),
      JETDEMON_THREADS: String(file.threads),
      JETDEMON_STORE: file.store,
      JETDEMON_ALLOTTED: '1',
      JETDEMON_SHARED_AUTHORIZATION: process.env['JETDEMON_SHARED_AUTHORIZATION'] ?? '',
    },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}
