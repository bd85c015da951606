// A task: what it needs, what it gives, its parameters, and the function that does it.
// One file per task, `libs/<lib>/src/tasks/<task>.ts`, default export. The declaration is read whenever a workflow is
// checked, so a task file imports its implementation inside `run` (dynamic import) and stays cheap to load.
import type * as z from 'zod';
import type { Key } from './key.ts';
import type { Kind } from './artifact/kind.ts';

export interface InputPort {
  readonly kind: Kind;
  /** `one` artefact, or `many`: a gathering port takes any number of nodes. */
  readonly take: 'one' | 'many';
  /**
   * Whether the result depends on what the upstream node is called, on its point or on its parameters, which are part of the key
   * then; a gathering port always tells its nodes apart by name. Elsewhere names are for messages alone.
   */
  readonly named?: true;
  readonly description: string;
}

export type InputPorts = Readonly<Record<string, InputPort>>;

/** One upstream result. */
export interface Input {
  /** Full node name, `classifier@network=ll`. */
  readonly node: string;
  /** Node name without its matrix point, `classifier`. */
  readonly base: string;
  /** Matrix point, `{ network: 'll' }`; empty for a node without axes, and at a port that is not `named`. */
  readonly axes: Readonly<Record<string, string | number>>;
  /** Resolved parameters of that node; empty at a port that is not `named`. */
  readonly params: Readonly<Record<string, unknown>>;
  /** Name of the kind of its result, told where the port takes any: its own kind is `anything`. */
  readonly kind?: string;
  /** Absolute path of its verified, read-only result folder. */
  readonly folder: string;
}

export interface TaskContext<P, I extends InputPorts> {
  readonly params: Readonly<P>;
  readonly inputs: { readonly [port in keyof I]: I[port]['take'] extends 'many' ? readonly Input[] : Input };
  /** Absolute path of an empty folder; what is written here becomes the result. */
  readonly output: string;
  /** A folder that survives a failed or killed run of the same node with the same key (checkpoints). */
  readonly scratch: string;
  /** The only source of randomness. */
  readonly key: Key;
  /** Device asked for: a name of compute's device table, or 'auto'. */
  readonly device: string;
  /** Matrix point of this node. */
  readonly axes: Readonly<Record<string, string | number>>;
  /** Said to the person who waits: one short line, and how much is done (0 to 1) where that is known. */
  progress(message: string, fraction?: number): void;
  /** Recorded in the node's provenance (device used and why, for one); never part of the key. */
  record(name: string, value: unknown): void;
}

/**
 * By how much a result may differ from one that another machine computed: file, or file and path of a number in it
 * (`metrics.json auc`; the longest name decides) -> largest relative deviation, or 'interval': within its own interval.
 */
export type Tolerance = Readonly<Record<string, number | 'interval'>>;

export interface Task<S extends z.ZodObject = z.ZodObject, I extends InputPorts = InputPorts> {
  /** `<lib>/<task>`, as workflows name it. */
  readonly name: string;
  /** One sentence. */
  readonly description: string;
  /** Every parameter with unit, range, default and paper section in its description. */
  readonly params: S;
  readonly inputs: I;
  readonly output: Kind;
  /** Without it results are the same to the bit everywhere; with it, even empty, the bits of what is not named may differ. */
  readonly tolerance?: Tolerance;
  run(context: TaskContext<z.output<S>, I>): Promise<void>;
}

/** Types a task; throws nothing and registers nothing. */
export function defineTask<S extends z.ZodObject, const I extends InputPorts>(task: Task<S, I>): Task<S, I> {
  return task;
}
