// The checked graph of one workflow: what the Nx plugin, the runner and `jetdemon check` read. Plain data.

import type { Resources } from '../file/resources.ts';

export interface GraphNode {
  /** `classifier@network=ll`: base name, then the matrix point, axes joined by `+`. */
  readonly id: string;
  readonly base: string;
  readonly axes: Readonly<Record<string, string | number>>;
  /** Task name, `models/train`. */
  readonly task: string;
  /** Every parameter, defaults filled in. */
  readonly params: Readonly<Record<string, unknown>>;
  /** SHA-256 of each file that a parameter names (relative path -> digest): their contents are part of the key. */
  readonly files: Readonly<Record<string, string>>;
  /** As asked for by the node, else undefined: not part of the key. */
  readonly device: string | undefined;
  /** Asked of a batch system: not part of the key. */
  readonly resources: Resources;
  /** Input port -> upstream node ids, in workflow order. */
  readonly needs: Readonly<Record<string, readonly string[]>>;
  /** The file in which the node stands: the workflow's, or one that it extends or includes. */
  readonly file: string;
  /** 1-based line of the node in that file. */
  readonly line: number;
  /** Parameter -> where its value stands, of those that are not defaults. */
  readonly places: Readonly<Record<string, { readonly file: string; readonly line: number }>>;
}

export interface Graph {
  /** File name without `.yaml`. */
  readonly name: string;
  readonly title: string;
  /** Every node after all that it needs. */
  readonly nodes: readonly GraphNode[];
}
