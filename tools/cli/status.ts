// `jetdemon status`: what runs now and how far it is, else how the last run of a workflow ended.
import fs from 'node:fs';
import path from 'node:path';
import { printable } from '@jetdemon/workflow';
import { workflowNames } from '../catalogue/workflow.ts';
import { readOrder } from '../engines/nx/order.ts';
import { nowOnSlurm } from '../engines/slurm/now.ts';
import type { SentEvent } from '../runner/events.ts';
import { holderOf, lockFile } from '../runner/lock.ts';
import { runsOf, type RunRecord } from '../store/runs.ts';
import { openStore } from '../store/store.ts';
import { findWorkflow } from './find-workflow.ts';
import { duration, inCounts } from './tally.ts';

export interface NodeStatus {
  readonly node: string;
  readonly state: 'computed' | 'cached' | 'failed' | 'skipped' | 'running' | 'waiting' | 'to run';
  /** What it said last, or why it failed. */
  readonly message?: string;
  /** How much of it is done, 0 to 1. */
  readonly fraction?: number;
}

export interface WorkflowStatus {
  readonly workflow: string;
  readonly state: 'running' | 'ended' | 'never run';
  /** Who runs it: `process 12`, on another machine with its name. */
  readonly by?: string;
  /** ISO 8601, of the last run that ended. */
  readonly started?: string;
  readonly seconds?: number;
  readonly nodes: readonly NodeStatus[];
}

export function status(root: string, workflow: string | undefined, json: boolean): number {
  const names = workflow === undefined ? workflowNames(root) : [findWorkflow(root, workflow)];
  const all = names.map((name) => statusOf(root, name));
  if (json) console.log(JSON.stringify(workflow === undefined ? all : all[0], undefined, 2));
  else all.forEach((one) => say(one, workflow !== undefined));
  return 0;
}

function statusOf(root: string, workflow: string): WorkflowStatus {
  const now = nodesNow(root, workflow);
  if (now) return { workflow, state: 'running', ...now };
  const [last] = runsOf(openStore(root), workflow);
  return last ? { ...last, nodes: nodesOf(last), state: 'ended' } : { workflow, state: 'never run', nodes: [] };
}

const nodesOf = ({ nodes }: RunRecord): NodeStatus[] =>
  Object.entries(nodes).map(([node, { state, message }]) => ({ node, state, ...(message ? { message } : {}) }));

/** Of a run that goes on, who runs it and the nodes that it computes, none before it knows which; undefined without one. */
export function nodesNow(root: string, workflow: string): Pick<WorkflowStatus, 'by' | 'nodes'> | undefined {
  const by = holderOf(lockFile.workflow(root, workflow));
  const slurm = nowOnSlurm(root, workflow);
  if (slurm) {
    const nodes = after(slurm.pending, slurm.events);
    const skipped = new Set(slurm.skipped);
    return {
      by: slurm.by,
      nodes: nodes.map((one) => (skipped.has(one.node) ? { node: one.node, state: 'skipped' } : one)),
    };
  }
  if (by === undefined) return undefined;
  const folder = path.join(root, 'out', workflow);
  const pending = readIfThere(() => readOrder(path.join(folder, 'order.json'))?.pending) ?? [];
  return { by, nodes: after(pending, readIfThere(() => eventsIn(path.join(folder, 'events.jsonl'))) ?? []) };
}

function after(pending: readonly string[], events: readonly SentEvent[]): NodeStatus[] {
  const said = new Map<string, NodeStatus>(pending.map((node) => [node, { node, state: 'to run' }]));
  for (const event of events) {
    const now = statusAfter(event);
    if (now && said.has(event.node)) said.set(event.node, now);
  }
  return [...said.values()];
}

function statusAfter(event: SentEvent): NodeStatus | undefined {
  const { node } = event;
  switch (event.event) {
    case 'waiting':
      return { node, state: 'waiting', message: `for ${event.for}` };
    case 'started':
      return { node, state: 'running' };
    case 'progress': {
      const { message, fraction } = event;
      return { node, state: 'running', message, ...(fraction === undefined ? {} : { fraction }) };
    }
    case 'kept':
      return { node, state: 'cached' };
    case 'done':
      return { node, state: 'computed', message: `in ${duration(event.seconds)}` };
    case 'failed':
      return { node, state: 'failed', message: event.message };
    case 'warning':
      return undefined;
  }
}

/** The last line may be half-written. */
const eventsIn = (file: string): SentEvent[] =>
  fs
    .readFileSync(file, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as SentEvent);

/** Undefined where it is not there, or is just being written. */
function readIfThere<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

function say({ workflow, state, by, started, seconds, nodes }: WorkflowStatus, inFull: boolean): void {
  const counts = inCounts(nodes.map((one) => one.state));
  if (state === 'never run') console.log(`${workflow}: never run`);
  else if (state === 'running') console.log(`${workflow}: runs (${by})${counts === '' ? '' : `: ${counts}`}`);
  else
    console.log(
      `${workflow}: last run ${started!.slice(0, 16).replace('T', ' ')} UTC, ${duration(seconds!)}: ${counts}`,
    );
  if (!inFull) return;
  const width = Math.max(0, ...nodes.map(({ node }) => node.length));
  for (const { node, state: of, message, fraction } of nodes) {
    const far = fraction === undefined ? '' : `${Math.round(100 * fraction)}% `;
    console.log(`  ${node.padEnd(width)}  ${wordOf[of]}${message === undefined ? '' : ` ${far}${printable(message)}`}`);
  }
}

const wordOf: Readonly<Record<NodeStatus['state'], string>> = {
  computed: 'computed',
  cached: 'from cache',
  failed: 'failed:',
  skipped: 'skipped',
  running: 'running',
  waiting: 'waiting',
  'to run': 'to run',
};
