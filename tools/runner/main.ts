// Run of one node; the engine starts it. Locks its key, lets the store answer if it can, else verifies the inputs, runs the
// task in a clean folder, checks the result against its kind and publishes it.
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { InputError, keyOf, type Input, type InputPorts, type Task, type TaskContext } from '@jetdemon/workflow';
import { codeFolder, isWhole } from '../bundle/bundle.mjs';
import { canonical, keyOfNode, recipeOf, type LinkedSpec } from '../catalogue/node-spec.ts';
import { emitTasks } from '../catalogue/tasks.ts';
import { deepFreeze } from './deep-freeze.ts';
import { deviceOf, isGpu } from './device.ts';
import { digestOfFile } from '@jetdemon/workflow/checksums';
import { lackOf } from '../results/contract.ts';
import { asStorageError, describe, placeOf, type Given } from './errors.ts';
import { sender, type NodeEvent } from './events.ts';
import { inputDigests, snapshotInputs } from '../results/inputs.ts';
import { acquireLock, lockFile } from './lock.ts';
import { watchParent } from './parent.ts';
import { commitOfRun, type Meta } from '../results/meta.ts';
import { configOf } from '../store/config.ts';
import { makeWay } from '../store/disk.ts';
import { listenTo, openLog, type Log } from '../store/logs.ts';
import { openWorkspace } from '../store/publish.ts';
import { openShared } from '../store/shared.ts';
import { find, lockOfKey, openStore, scratchFolder } from '../store/store.ts';
import { show } from '../store/view.ts';

const PROGRESS_MS = 200;

/**
 * Exit code of the node that JETDEMON_NODE specifies, or the file that JETDEMON_NODE_FILE names; `ranOn` is told the name of
 * the device that its task opened, if any.
 */
export async function main(root: string, ranOn: (device: string) => void = () => {}): Promise<number> {
  if (process.env['JETDEMON_ERROR'] !== undefined) {
    console.error(process.env['JETDEMON_ERROR']); // the workflow file is broken: its one target says why
    return 1;
  }
  const file = process.env['JETDEMON_NODE_FILE'];
  const text = file === undefined ? process.env['JETDEMON_NODE'] : fs.readFileSync(file, 'utf8');
  // in one order of names, whoever starts the node: tasks write parameters into results, and no key tells orders apart
  const spec = JSON.parse(canonical(JSON.parse(text ?? 'null'))) as LinkedSpec | null;
  if (!spec) throw new Error('internal: the node runner was started without JETDEMON_NODE');
  const send = sender(spec.node, process.env['JETDEMON_EVENTS']);
  const cleanups: (() => void)[] = [];
  const given: Given[] = [];
  const cleanUp = () =>
    cleanups
      .splice(0)
      .reverse()
      .forEach((undo) => undo());
  const abandon = () => {
    cleanUp();
    process.exit(130);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, abandon);
    cleanups.push(() => process.off(signal, abandon));
  }
  cleanups.push(watchParent(abandon));
  try {
    const { device } = await runNode(root, spec, { send, given, onExit: (undo) => cleanups.push(undo) });
    if (device !== undefined) ranOn(device.name);
    return 0;
  } catch (error) {
    const shown = asStorageError(error, `out/${spec.workflow}/${spec.node}`);
    const message = describe(shown, given);
    console.error(message);
    send({ event: 'failed', message, place: placeOf(shown, given) });
    return 1;
  } finally {
    cleanUp();
  }
}

interface Records {
  [name: string]: unknown;
  device?: { readonly name: string };
}

interface Run {
  readonly send: (event: NodeEvent) => void;
  /** Filled with what the task is handed. */
  readonly given: Given[];
  readonly onExit: (undo: () => void) => void;
}

/** What the task recorded; nothing where the store has the result. */
async function runNode(root: string, spec: LinkedSpec, { send, given, onExit }: Run): Promise<Records> {
  const store = openStore(root);
  const wait = (holder: string) => send({ event: 'waiting', for: holder });
  const digests = await inputDigests(root, spec);
  const key = keyOfNode(spec, digests);
  onExit(await acquireLock(lockOfKey(store, key), wait));

  const shared = openShared(root, configOf(root).shared, (words) => send({ event: 'warning', message: words }));
  const held = isForced(spec.node) ? undefined : (find(store, key) ?? (await shared?.fetch(store, key)));
  if (held) {
    fs.rmSync(scratchFolder(store, key), { recursive: true, force: true }); // killed after it was published
    show(root, store, spec, key);
    send({ event: 'kept' });
    return {};
  }

  const device = deviceOf();
  // a batch system allots GPUs by itself
  if (isGpu(device) && process.env['JETDEMON_ALLOTTED'] === undefined)
    onExit(await acquireLock(lockFile.gpu(root), wait));

  send({ event: 'started', pid: process.pid });
  const started = Date.now();
  const log = openLog(root, store, spec, key);
  log.line(`${spec.node} of ${spec.workflow}, ${spec.task}, process ${process.pid}, device ${device}`);
  [process.stdout, process.stderr].forEach((stream) => onExit(listenTo(stream, log)));
  const workspace = openWorkspace(store, key);
  onExit(workspace.discard);
  const inputs = await snapshotInputs(store, spec, digests, workspace.inputs);
  for (const [port, taken] of Object.entries(inputs))
    for (const { node, folder } of [taken].flat())
      given.push({ port, node, folder, shown: `out/${spec.workflow}/${node}/result` });
  for (const [file, digest] of Object.entries(spec.files)) {
    if (digestOfFile(path.resolve(root, file)) !== digest)
      throw new InputError(`${file} changed since this run began: run again`);
  }
  const task = await loadTask(root, spec);
  const scratch = scratchFolder(store, key);
  if (isForced(spec.node)) fs.rmSync(scratch, { recursive: true, force: true });
  makeWay(store.folder, scratch, 'folder');
  fs.mkdirSync(scratch, { recursive: true });
  onExit(() => removeEmpty(scratch));
  const records: Records = {};
  await task
    .run(contextOf(spec, { inputs, output: workspace.output, scratch, device, send, records, log }))
    .catch((error: unknown) => {
      throw withoutBrokenScratch(error, scratch);
    });

  const lacks = await lackOf(workspace.output, task.output);
  if (lacks.length > 0)
    throw new Error(`internal: ${task.name} wrote a ${task.output.name} without ${lacks.join(', ')}`);
  const seconds = (Date.now() - started) / 1000;
  workspace.publish(provenanceOf(root, spec, { key, digests, device, records, started, seconds }));
  show(root, store, spec, key);
  await shared?.push(store, key);
  fs.rmSync(scratch, { recursive: true, force: true });
  log.line(`done in ${seconds.toFixed(1)} s`);
  send({ event: 'done', seconds });
  return records;
}

/** The same error, unless it is that of a file system whose checkpoints are no files any more: they are given up. */
function withoutBrokenScratch(error: unknown, scratch: string): unknown {
  const { code, path: where = '' } = error as NodeJS.ErrnoException;
  if (!['EISDIR', 'ERR_FS_EISDIR', 'ENOTDIR'].includes(code ?? '') || !where.startsWith(scratch)) return error;
  fs.rmSync(scratch, { recursive: true, force: true });
  return new InputError(`its checkpoints were damaged (${where}) and are removed: run again`);
}

/** What a task that failed left nothing in is of no use to its next try. */
function removeEmpty(folder: string): void {
  try {
    fs.rmdirSync(folder);
  } catch {
    // there are checkpoints in it, or it is gone
  }
}

/** JETDEMON_FORCE lists nodes for which the store shall not answer; it is in no key. */
const isForced = (node: string) => (process.env['JETDEMON_FORCE'] ?? '').split(',').includes(node);

/** The very code that was hashed; emitted again where .nx was cleaned meanwhile, or it is damaged. */
async function loadTask(root: string, spec: LinkedSpec): Promise<Task> {
  const file = path.join(codeFolder(root), `${spec.code}.mjs`);
  if (!isWhole(file)) await emitTasks(root, [spec.task], true);
  if (!isWhole(file)) throw new InputError(`the code of ${spec.task} changed since this run began: run again`);
  return ((await import(pathToFileURL(file).href)) as { default: Task }).default;
}

interface Surroundings {
  readonly inputs: Readonly<Record<string, Input | readonly Input[]>>;
  readonly output: string;
  readonly scratch: string;
  readonly device: string;
  readonly records: Records;
  readonly send: (event: NodeEvent) => void;
  readonly log: Log;
}

function contextOf(
  spec: LinkedSpec,
  { inputs, output, scratch, device, records, send, log }: Surroundings,
): TaskContext<Record<string, unknown>, InputPorts> {
  const { seed = 0 } = spec.params;
  let said = 0;
  return {
    params: deepFreeze(spec.params),
    inputs: deepFreeze(inputs) as Readonly<Record<string, Input>>, // of a gathering port an array: the task's own type says so
    output,
    scratch,
    // of seed and task alone, so that one sweep point more changes nothing for its neighbours
    key: keyOf(typeof seed === 'number' || typeof seed === 'string' ? seed : JSON.stringify(seed)).split(spec.task),
    device,
    axes: deepFreeze(spec.axes),
    progress(message, fraction) {
      if (Date.now() - said < PROGRESS_MS && fraction !== 1) return;
      said = Date.now();
      log.line(`${fraction === undefined ? '' : `${Math.round(100 * fraction)}% `}${message}`);
      send({ event: 'progress', message, fraction });
    },
    record(name, value) {
      records[name] = value;
    },
  };
}

interface Finished {
  readonly key: string;
  readonly digests: Readonly<Record<string, readonly string[]>>;
  readonly device: string;
  readonly records: Readonly<Record<string, unknown>>;
  readonly started: number;
  readonly seconds: number;
}

function provenanceOf(
  root: string,
  spec: LinkedSpec,
  { key, digests, device, records, started, seconds }: Finished,
): Omit<Meta, 'result'> {
  const { workflow, node, task, axes, params, files, code, packages, kinds } = spec;
  const inputs = Object.entries(spec.inputs).map(([port, { nodes }]) => [
    port,
    Object.fromEntries(nodes.map((upstream, i) => [upstream.node, digests[port]![i]!])),
  ]);
  return {
    key,
    recipe: recipeOf(spec),
    workflow,
    node,
    task,
    axes,
    params,
    seed: params['seed'] ?? null,
    inputs: Object.fromEntries(inputs) as Meta['inputs'],
    files,
    code,
    packages,
    kinds,
    node_version: process.version,
    platform: `${process.platform}-${process.arch}`,
    device: { asked: device },
    records,
    started: new Date(started).toISOString(),
    seconds,
    peakMemoryMB: Math.round(process.resourceUsage().maxRSS / 1024),
    commit: commitOfRun(root),
  };
}
