// `jetdemon run`: check the workflow, let Nx compute what is missing, say what happens and what results say,
// name the report.
import { spawn, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { InputError, type Graph, type Tasks } from '@jetdemon/workflow';
import { loadTasks } from '../catalogue/tasks.ts';
import { loadWorkflow } from '../catalogue/workflow.ts';
import { damageOf } from '../results/checksums.ts';
import { damaged, nodeFolder } from '../results/inputs.ts';
import { shareWithCache } from '../results/share.ts';
import { acquireLock, lockFile } from '../runner/lock.ts';
import { devicesUsed } from './devices.ts';
import { findNodes, findWorkflow } from './find-workflow.ts';
import { followEvents } from './follow.ts';
import { Screen } from './screen.ts';
import { Tally, upstreamOf } from './tally.ts';
import { textsOf } from './texts.ts';

export interface RunOptions {
  readonly root: string;
  readonly workflow: string;
  readonly node?: string | undefined;
  readonly device?: string | undefined;
  readonly jobs: number;
  readonly force: boolean;
}

/** Time that nx and the nodes get to stop by themselves. */
const GRACE_MS = 3000;

export async function run(options: RunOptions): Promise<number> {
  const { root, node, force } = options;
  let started = Date.now();
  const name = findWorkflow(root, options.workflow);
  const look = async () => {
    const tasks = await loadTasks(root);
    const graph = loadWorkflow(root, name, tasks);
    return { tasks, graph, wanted: findNodes(graph, node) };
  };
  let seen = await look(); // what is wrong is said before anything is waited for or written
  let waited = false;

  // one command at a time in a workflow: a second one, after an edit, must not change results that the first still reads
  const release = await acquireLock(lockFile.workflow(root, name), (holder) => {
    waited = true;
    console.log(`another command runs ${name} (${holder}): waiting for it`);
  });
  try {
    if (waited) {
      started = Date.now();
      seen = await look(); // files may have changed meanwhile
    }
    const { tasks, graph, wanted } = seen;
    const involved = upstreamOf(graph, wanted);
    const folder = path.join(root, 'out', name);
    fs.mkdirSync(folder, { recursive: true });
    const screen = new Screen(
      process.stdout,
      graph.nodes.filter(({ id }) => involved.has(id)).map(({ id }) => id),
    );
    screen.line(`${graph.name}: ${graph.title}`);
    const tally = new Tally(graph, involved, screen);
    const code = await runNx(options, graph, force ? wanted : [], tally);
    if (code === 'interrupted') {
      screen.line('interrupted: what was finished is kept');
      return 130;
    }
    for (const id of involved) {
      cacheEntries(root, name, id).forEach((entry) => shareWithCache(nodeFolder(root, name, id), entry));
    }
    const outcome = tally.finish(code === 0);
    if (outcome.failed === 0 && code !== 0) throw new Error(nxFailed(folder, code));
    devicesUsed([...involved].map((id) => nodeFolder(root, name, id))).forEach((line) => screen.line(line));
    screen.line(`${tally.summary()}, ${((Date.now() - started) / 1000).toFixed(1)} s`);
    if (outcome.failed > 0) return 1;
    textsOf(root, graph, tasks, wanted).forEach((text) => console.log(`\n${text}\n`));
    console.log(reportOf(root, graph, tasks, involved, wanted));
    return 0;
  } finally {
    release();
  }
}

async function runNx({ root, node, device, jobs }: RunOptions, graph: Graph, forced: readonly string[], tally: Tally) {
  const folder = path.join(root, 'out', graph.name);
  const events = path.join(folder, 'events.jsonl');
  fs.writeFileSync(events, '');
  const log = fs.openSync(path.join(folder, 'nx.log'), 'w');
  const args = ['run', `${graph.name}:${node ?? 'all'}`, '--outputStyle=stream', `--parallel=${jobs}`];
  forced.forEach((id) => forget(root, graph.name, id));
  fs.writeSync(log, `nx ${args.join(' ')}\n`);
  const child = spawn(process.execPath, [nxBinary(root), ...args], {
    cwd: root,
    env: {
      ...nxEnvironment(),
      JETDEMON_EVENTS: events,
      JETDEMON_PATH: process.env['PATH'] ?? '', // Nx puts Node's own folder before an activated environment of Python
      JETDEMON_DEVICE: device ?? '',
      JETDEMON_FORCE: forced.join(','),
    },
    stdio: ['ignore', log, log],
    detached: process.platform !== 'win32', // Ctrl-C is ours to pass on
  });
  fs.closeSync(log);
  const unfollow = followEvents(events, (event) => tally.take(event));
  let interrupted = false;
  const stop = () => {
    interrupted = true;
    stopAll(child, () => tally.pids());
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  try {
    const code = await new Promise<number>((resolve, reject) => {
      child.on('error', reject);
      child.on('exit', (exit) => resolve(exit ?? 1));
    });
    return interrupted ? ('interrupted' as const) : code;
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.off(signal, stop);
    unfollow();
    tally.pids().forEach((pid) => kill(pid, 'SIGTERM')); // nx is gone: so are its nodes
  }
}

/** Removes what Nx's cache has of a node, under whatever key; JETDEMON_FORCE keeps out/ from answering. */
function forget(root: string, workflow: string, node: string): void {
  const levels = path.join('out', workflow, node).split(path.sep).length;
  for (const entry of cacheEntries(root, workflow, node)) {
    fs.rmSync(path.resolve(entry, ...Array<string>(levels).fill('..')), { recursive: true });
  }
}

/** The folders in which Nx's cache holds a node, one per key. */
function cacheEntries(root: string, workflow: string, node: string): string[] {
  const cache = path.join(root, '.nx', 'cache');
  if (!fs.existsSync(cache)) return [];
  return fs
    .readdirSync(cache)
    .map((key) => path.join(cache, key, 'out', workflow, node))
    .filter((folder) => fs.existsSync(folder));
}

function nxEnvironment(): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(NX_TASK_|NX_WORKSPACE_ROOT|NX_INVOKED_BY|NX_CLI_SET|NX_CACHE_DIRECTORY|JETDEMON_)/.test(name),
  );
  return {
    ...Object.fromEntries(inherited),
    NX_DAEMON: 'false',
    NX_ISOLATE_PLUGINS: 'false', // our one plugin in the same process: no worker to start
    NX_TUI: 'false',
    NX_NO_CLOUD: 'true',
    NX_LOAD_DOT_ENV_FILES: 'false',
    NO_COLOR: '1',
    JETDEMON_PID: String(process.pid),
    JETDEMON_THREADS: process.env['JETDEMON_THREADS'] ?? '',
  };
}

function nxBinary(root: string): string {
  const manifest = createRequire(path.join(root, 'package.json')).resolve('nx/package.json');
  const { bin } = JSON.parse(fs.readFileSync(manifest, 'utf8')) as { bin: { nx: string } };
  return path.join(path.dirname(manifest), bin.nx);
}

/** Stops the nodes, then nx; whoever is still there after a grace is killed. */
function stopAll(nx: ChildProcess, pids: () => readonly number[]): void {
  const all = () => [...pids(), ...(nx.pid !== undefined && nx.exitCode === null ? [nx.pid] : [])];
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

function nxFailed(folder: string, code: number): string {
  const log = fs.readFileSync(path.join(folder, 'nx.log'), 'utf8').trimEnd().split('\n');
  return `internal: nx ended with ${code}; the end of ${path.relative(process.cwd(), path.join(folder, 'nx.log'))}:\n${log.slice(-30).join('\n')}`;
}

/** Path of the last report among what was asked for, checked against its checksums; else of the folder of results. */
function reportOf(root: string, graph: Graph, tasks: Tasks, involved: ReadonlySet<string>, wanted: readonly string[]) {
  const reports = graph.nodes.filter(({ id, task }) => involved.has(id) && 'index.html' in tasks[task]!.output.files);
  for (const { id } of reports) {
    const damage = damageOf(path.join(nodeFolder(root, graph.name, id), 'result'));
    if (damage !== undefined) throw damaged(graph.name, id, damage);
  }
  const report = reports.at(-1);
  if (report) return shown(path.join(nodeFolder(root, graph.name, report.id), 'result', 'index.html'));
  const folder =
    wanted.length === 1
      ? path.join(nodeFolder(root, graph.name, wanted[0]!), 'result')
      : path.join(root, 'out', graph.name);
  if (!fs.existsSync(folder))
    throw new InputError(`${shown(folder)} is missing, although nx says that it was made: run again with --force`);
  return shown(folder);
}

const shown = (file: string) => path.relative(process.cwd(), file) || '.';
