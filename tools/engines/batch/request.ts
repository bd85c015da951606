// What a job asks of a batch system: what the workflow says, else by what earlier runs took, else a default.
import type { GraphNode } from '@jetdemon/workflow';
import type { Meta } from '../../results/meta.ts';

export interface Request {
  readonly cpus: number;
  readonly memoryMB: number;
  readonly gpus: number;
  readonly seconds: number;
  readonly partition?: string;
}

/** What one node asks for, and what of it is a guess: a guess that was too small is doubled, a wish is kept to. */
export interface NodeRequest extends Request {
  readonly guessed: { readonly memory: boolean; readonly time: boolean };
  /** By earlier runs [s]; undefined where there were none. */
  readonly expected: number | undefined;
}

/** How often a guess was too small. */
export interface Doublings {
  readonly memory: number;
  readonly time: number;
}

/** The longest and the largest of earlier runs. */
export interface Earlier {
  readonly seconds: number;
  readonly memoryMB: number;
}

/** Of a node nothing is known of. */
const UNKNOWN = { memoryMB: 4096, seconds: 2 * 3600 };
/** Below that nothing is gained by asking for less. */
const LEAST = { memoryMB: 1024, seconds: 600 };
const SPARE = { memory: 1.5, time: 4 };

export function requestOf(
  { resources }: Pick<GraphNode, 'resources'>,
  earlier: Earlier | undefined,
  { memory, time }: Doublings = { memory: 0, time: 0 },
): NodeRequest {
  const { cpus = 1, gpus = 0, partition } = resources;
  const memoryMB = earlier ? Math.max(LEAST.memoryMB, hundreds(SPARE.memory * earlier.memoryMB)) : UNKNOWN.memoryMB;
  const seconds = earlier ? Math.max(LEAST.seconds, Math.ceil(SPARE.time * earlier.seconds)) : UNKNOWN.seconds;
  return {
    cpus,
    gpus,
    memoryMB: resources.memoryMB ?? memoryMB * 2 ** memory,
    seconds: resources.seconds ?? seconds * 2 ** time,
    ...(partition === undefined ? {} : { partition }),
    guessed: { memory: resources.memoryMB === undefined, time: resources.seconds === undefined },
    expected: earlier?.seconds,
  };
}

const hundreds = (megabytes: number) => Math.ceil(megabytes / 100) * 100;

/** What earlier runs of a node took: of any of its points in this workflow, else of its task anywhere. */
export function earlierRuns(metas: Iterable<Meta>): (workflow: string, node: GraphNode) => Earlier | undefined {
  const known = new Map<string, Earlier>();
  const add = (name: string, { seconds, peakMemoryMB }: Meta) => {
    const before = known.get(name);
    known.set(name, {
      seconds: Math.max(seconds, before?.seconds ?? 0),
      memoryMB: Math.max(peakMemoryMB, before?.memoryMB ?? 0),
    });
  };
  for (const meta of metas) {
    add(meta.task, meta);
    add(`${meta.workflow} ${meta.node.split('@')[0]!} ${meta.task}`, meta);
  }
  return (workflow, { base, task }) => known.get(`${workflow} ${base} ${task}`) ?? known.get(task);
}

/** Of nodes that run one after another in one job. */
export function together(requests: readonly Request[]): Request {
  const [first] = requests;
  return {
    ...plain(first!),
    memoryMB: Math.max(...requests.map((one) => one.memoryMB)),
    seconds: requests.reduce((sum, one) => sum + one.seconds, 0),
  };
}

/** Without what is known of the node alone. */
export function plain({ cpus, memoryMB, gpus, seconds, partition }: Request): Request {
  return { cpus, memoryMB, gpus, seconds, ...(partition === undefined ? {} : { partition }) };
}
