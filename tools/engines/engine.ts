// Workflow engine: what brings the nodes of a graph to run, each through runner/, in the order that they need.
import type { Graph } from '@jetdemon/workflow';
import type { LinkedSpec } from '../catalogue/node-spec.ts';
import type { SentEvent } from '../runner/events.ts';

export interface Order {
  readonly graph: Graph;
  /** Parameters that the graph has other than its file. */
  readonly set: readonly string[];
  /** Nodes that are run; whatever else they need is there. */
  readonly pending: readonly string[];
  /** Node -> what decides its result, of all that are run. */
  readonly specs: ReadonlyMap<string, LinkedSpec>;
  /** Those of them that are computed whatever the store has. */
  readonly forced: readonly string[];
  readonly device: string | undefined;
  /** Nodes at once. */
  readonly jobs: number;
  /** Whether the first node that fails ends the run; else what does not need it goes on. */
  readonly failFast: boolean;
}

/**
 * How a run ended; `failed` when a node did, of which its events tell, `broken` when the engine itself did,
 * `detached` where nodes go on without the command.
 */
export type Ending =
  { readonly how: 'done' | 'failed' | 'cancelled' } | { readonly how: 'broken' | 'detached'; readonly words: string };

export interface Submission {
  wait(): Promise<Ending>;
  /** Stops the nodes that run; what was finished is kept. */
  cancel(): void;
  /** Lets nodes go on without the command, where the engine can. */
  leave?(): void;
}

export interface Engine {
  readonly name: string;
  /** Starts a run; what nodes say is passed to `listen` as it comes, all of it before `wait` ends. */
  submit(order: Order, listen: (event: SentEvent) => void): Submission;
}
