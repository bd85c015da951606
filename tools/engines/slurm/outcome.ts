// What becomes of the nodes of a task that ended, by its own word or by Slurm's: pure.
import type { NodeEnd, TaskEnd } from '../batch/folder.ts';
import type { NodeRequest } from '../batch/request.ts';
import type { JobState } from './answers.ts';

/** Why a node is submitted again: its task was lost, or it was given too little, or it came to no try of its own. */
export type Again = 'lost' | 'memory' | 'time' | 'not begun';

export type Fate =
  | { readonly is: 'done' | 'skipped' }
  /** Without words where it said why itself. */
  | { readonly is: 'failed'; readonly message?: string }
  | { readonly is: 'again'; readonly why: Again };

export interface Facts {
  /** `12_3` */
  readonly id: string;
  readonly nodes: readonly string[];
  /** The task's own word; undefined where it was killed. */
  readonly end: TaskEnd | undefined;
  /** Slurm's; undefined where it has forgotten the task and there is no accounting. */
  readonly state: JobState | undefined;
  /** The node that began and did not end. */
  readonly running: string | undefined;
  /** Those that said that they are done, or that they are not. */
  readonly said: ReadonlyMap<string, 'done' | 'failed'>;
  /** Whether something that a node needs has failed for good, or was left out. */
  readonly hopeless: (node: string) => boolean;
  /** Whether a task that this one waited for ended without success. */
  readonly orphaned: boolean;
  readonly request: (node: string) => NodeRequest;
  /** How often a node was submitted again for this reason. */
  readonly tries: (node: string, why: Again) => number;
  /** The end of what the task printed. */
  readonly printed: string;
}

/** Times that a node is submitted again for one reason. */
export const MOST_TRIES = 3;
/** The same where what it waited for was submitted again. */
const MOST_ORPHANED = 30;

const LOST = new Set(['NODE_FAIL', 'PREEMPTED', 'BOOT_FAIL', 'REVOKED', 'COMPLETED']);
/** What Slurm prints where it watches memory itself, without a state of its own for it. */
const OUT_OF_MEMORY = /exceeded (step|job) memory limit|exceeded memory limit|oom-kill/i;

export function fatesOf(facts: Facts): Map<string, Fate> {
  return new Map(facts.nodes.map((node) => [node, fateOf(node, facts)]));
}

function fateOf(node: string, facts: Facts): Fate {
  const { end, said, hopeless, state, running, orphaned, printed } = facts;
  if (end) return fateAtEnd(end.nodes[node] ?? 'skipped', hopeless(node));
  const word = said.get(node);
  if (word) return { is: word };
  if (hopeless(node)) return { is: 'skipped' };
  const name = state?.state;
  // forgotten, but what it waited for failed
  if (name === undefined && running === undefined && orphaned && facts.tries(node, 'not begun') < MOST_ORPHANED)
    return { is: 'again', why: 'not begun' };
  const cause =
    name === undefined || LOST.has(name)
      ? 'lost'
      : name === 'OUT_OF_MEMORY' || (name !== 'TIMEOUT' && OUT_OF_MEMORY.test(printed))
        ? 'memory'
        : name === 'TIMEOUT' || name === 'DEADLINE'
          ? 'time'
          : name === 'CANCELLED'
            ? 'cancelled'
            : 'failed';
  if (cause === 'cancelled') {
    const byDependency = state!.reason === 'DependencyNeverSatisfied' || (running === undefined && orphaned);
    const again = byDependency && facts.tries(node, 'not begun') < MOST_ORPHANED;
    return again ? { is: 'again', why: 'not begun' } : failed(facts, 'was cancelled');
  }
  if (cause === 'failed') return failed(facts, `ended as ${name}${printed === '' ? '' : `: ${printed}`}`);
  if (running !== undefined && running !== node) return { is: 'again', why: 'not begun' };
  return again(node, cause, facts);
}

function fateAtEnd(end: NodeEnd, hopeless: boolean): Fate {
  if (end !== 'skipped') return { is: end };
  return hopeless ? { is: 'skipped' } : { is: 'again', why: 'not begun' };
}

function again(node: string, why: 'lost' | 'memory' | 'time', facts: Facts): Fate {
  const { guessed, memoryMB, seconds } = facts.request(node);
  const left = facts.tries(node, why) < MOST_TRIES;
  if (why === 'lost')
    return left
      ? { is: 'again', why }
      : failed(facts, `was lost for the ${MOST_TRIES + 1}th time (${facts.state?.state ?? 'forgotten'})`);
  if (guessed[why] && left) return { is: 'again', why };
  return why === 'memory'
    ? failed(facts, `was killed, since it needed more than ${memoryMB} MB: ask for more by resources: { memory: ... }`)
    : failed(facts, `was killed after ${duration(seconds)}: ask for more by resources: { time: ... }`);
}

const failed = ({ id }: Facts, words: string): Fate => ({ is: 'failed', message: `its job ${id} of Slurm ${words}` });

const duration = (seconds: number) => (seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`);
