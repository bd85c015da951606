// Nx as the engine: one `nx run` in a process of its own, its log and the events of its nodes in out/<workflow>/.
import type { ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import type { SentEvent } from '../../runner/events.ts';
import { gitCommit } from '../../results/meta.ts';
import { makeRoom } from '../../store/disk.ts';
import type { Ending, Engine, Order, Submission } from '../engine.ts';
import { followEvents } from './follow.ts';
import { lendHosts } from './hosts.ts';
import { runOrder } from './order.ts';
import { startNx, type Nx } from './process.ts';
import { clearStorage, mendStorage } from './storage.ts';

/** Time that nx and the nodes get to stop by themselves. */
const GRACE_MS = 3000;

/** @param begun the process of Nx where it was begun already */
export function nxEngine(root: string, warn: (words: string) => void, begun?: Nx): Engine {
  return {
    name: 'nx',
    submit(order, listen) {
      let submission = start(root, order, listen, begun);
      return {
        async wait() {
          const ending = await submission.wait();
          // its database may be damaged, and can be made anew
          if (ending.how !== 'broken' || !mendStorage(root, order.graph.name, logOf(root, order))) return ending;
          warn('the database of Nx was damaged and is made anew');
          submission = start(root, order, listen);
          return submission.wait();
        },
        cancel: () => submission.cancel(),
      };
    },
  };
}

/** It may have been killed while the run waited for another. */
const isLeft = ({ process }: Nx): boolean => process.exitCode === null && process.signalCode === null;

const logFile = (root: string, { graph }: Order) => path.join(root, 'out', graph.name, 'nx.log');
const logOf = (root: string, order: Order) => fs.readFileSync(logFile(root, order), 'utf8');

function start(root: string, order: Order, listen: (event: SentEvent) => void, begun?: Nx): Submission {
  const { graph, pending, forced, device, jobs, failFast } = order;
  const [events, orders] = ['events.jsonl', 'order.json'].map((file) => path.join(root, 'out', graph.name, file));
  [events!, orders!, logFile(root, order)].forEach((file) => makeRoom(path.join(root, 'out'), file));
  clearStorage(root, graph.name);
  fs.writeFileSync(events!, '');
  fs.writeFileSync(orders!, JSON.stringify(runOrder(order)));
  const hosts = lendHosts(root, { jobs, nodes: pending.length, failFast });
  const args = ['run', `${graph.name}:all`, '--outputStyle=stream', `--parallel=${hosts?.asked ?? jobs}`];
  if (failFast) args.push('--nxBail');
  const log = fs.openSync(logFile(root, order), 'w');
  fs.writeSync(log, `nx ${args.join(' ')}\n`);
  const nx = begun && isLeft(begun) ? begun : startNx(root, graph.name, jobs);
  const env = {
    JETDEMON_HOSTS: hosts?.lender ?? '',
    JETDEMON_EVENTS: events!,
    JETDEMON_COMMIT: gitCommit(root) ?? '', // of the code that the run began with
    JETDEMON_ORDER: orders!,
    JETDEMON_DEVICE: device ?? '',
    JETDEMON_FORCE: forced.join(','),
  };
  nx.run(args, env, log);

  const running = new Map<string, number>();
  let [failed, cancelled] = [false, false];
  const unfollow = followEvents(events!, (event) => {
    if (event.event === 'started') running.set(event.node, event.pid);
    if (['kept', 'done', 'failed'].includes(event.event)) running.delete(event.node);
    failed ||= event.event === 'failed';
    listen(event);
  });
  return {
    async wait(): Promise<Ending> {
      try {
        const code = await nx.ended.finally(unfollow);
        if (cancelled) return { how: 'cancelled' };
        if (code === 0) return { how: 'done' };
        if (failed || running.size > 0) return { how: 'failed' };
        return { how: 'broken', words: typeof code === 'string' ? killed(code) : broken(root, order, code) };
      } finally {
        hosts?.close();
        running.forEach((pid) => kill(pid, 'SIGTERM')); // nx is gone: so are its nodes
      }
    },
    cancel() {
      cancelled = true;
      hosts?.close();
      stopAll(nx.process, () => [...running.values()]);
    },
  };
}

const killed = (signal: string) => `nx was stopped by ${signal}; what was finished is kept: run again`;

function broken(root: string, order: Order, code: number): string {
  const file = logFile(root, order);
  const lines = logOf(root, order)
    .split('\n')
    .filter((line) => line.trim() !== '');
  const shown = path.relative(process.cwd(), file);
  // a node killed before its first word, or nx by a signal that it caught
  const ran = lines.slice(lines.findLastIndex((line) => line.trim() === 'Failed tasks:') + 1); // before: those that wait for them
  const silent = ran.flatMap((line) => /^\s*- (\S+):run$/.exec(line)?.[1]?.slice(order.graph.name.length + 1) ?? []);
  if (silent.length > 0)
    return `${silent.join(', ')} ended without a word (killed?); what was finished is kept: run again; if that does not help: ${shown}`;
  if (code > 128) return `nx was stopped (exit code ${code}); what was finished is kept: run again`;
  return `nx ended with ${code}: run again, and if that does not help remove .nx (results in out/ are kept); the end of ${shown}:\n${lines.slice(-6).join('\n')}`;
}

/** Stops the nodes, then nx; whoever is still there after a grace is killed. */
function stopAll(nx: ChildProcess, pids: () => readonly number[]): void {
  const all = () => [
    ...pids(),
    ...(nx.pid !== undefined && nx.exitCode === null && nx.signalCode === null ? [nx.pid] : []),
  ];
  all().forEach((pid) => kill(pid, 'SIGTERM'));
  setTimeout(() => all().forEach((pid) => kill(pid, 'SIGKILL')), GRACE_MS).unref();
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // already gone
  }
}
