// Lock of a workflow, a file to commit: keys, digests and key numbers of the results of all its nodes.
import fs from 'node:fs';
import { InputError, problemOf, type Graph, type Tasks, type Tolerance } from '@jetdemon/workflow';
import * as z from 'zod';
import type { Meta } from '../results/meta.ts';
import { listingIn, resultFolder, type Store } from '../store/store.ts';
import { isQuoted, numbersOf } from './numbers.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** A number, or one with its interval. */
const locked = z.union([z.number(), z.strictObject({ value: z.number(), low: z.number(), high: z.number() })]);

const entry = z.strictObject({
  task: z.string(),
  key: sha256,
  /** What was asked for, without the contents of inputs. */
  recipe: sha256,
  /** SHA-256 of the listing of the result. */
  result: sha256,
  /** Nodes that it was computed from. */
  inputs: z.array(z.string()).readonly(),
  /** `metrics.json auc` -> the number. */
  numbers: z.record(z.string(), locked),
});

const schema = z.strictObject({
  workflow: z.string(),
  commit: z.string().nullable(),
  platform: z.string(),
  node_version: z.string(),
  nodes: z.record(z.string(), entry),
});

export type Lock = z.output<typeof schema>;
export type LockedNode = z.output<typeof entry>;
export type LockedNumber = z.output<typeof locked>;

/** Files whose numbers are always locked; a task's tolerance may name more. */
const KEY_FILES = ['metrics.json', 'claims.json'];

/** A node of a graph as it is locked, from its result. */
export function lockedNode(
  store: Store,
  tasks: Tasks,
  { task, needs }: Graph['nodes'][number],
  { key, recipe, result }: Meta,
): LockedNode {
  const { tolerance = {} } = tasks[task]!;
  const named = Object.keys(tolerance).map((name) => name.split(' ')[0]!);
  const files = [...listingIn(store, result).keys()].filter((file) => [...KEY_FILES, ...named].includes(file));
  const numbers = [...numbersOf(resultFolder(store, result), files)]
    .filter(([where]) => KEY_FILES.some((file) => isBelow(where, file)) || toleranceOf(tolerance, where) !== undefined)
    .map(([where, number]) => [where, withoutWords(number)] as const);
  const inputs = [...new Set(Object.values(needs).flat())];
  return { task, key, recipe, result, inputs, numbers: Object.fromEntries(numbers) };
}

const withoutWords = (number: LockedNumber): LockedNumber =>
  isQuoted(number) ? { value: number.value, low: number.low, high: number.high } : number;

/** What a tolerance says of a number: the longest name that it stands below; undefined without one. */
export function toleranceOf(tolerance: Tolerance, where: string): Tolerance[string] | undefined {
  const names = Object.keys(tolerance).filter((name) => isBelow(where, name));
  return tolerance[names.sort((a, b) => b.length - a.length)[0] ?? ''];
}

const isBelow = (where: string, name: string) =>
  where === name || where.startsWith(`${name} `) || where.startsWith(`${name}.`);

export function writeLock(file: string, lock: Lock): void {
  fs.writeFileSync(`${file}~`, `${JSON.stringify(schema.parse(lock), undefined, 2)}\n`);
  fs.renameSync(`${file}~`, file);
}

/** @throws InputError where there is none, or it is none of this workflow */
export function readLock(file: string, shown: string, workflow: string): Lock {
  let value: unknown;
  try {
    value = JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch (error) {
    const none = (error as NodeJS.ErrnoException).code === 'ENOENT';
    const found = none ? `none: npx jetdemon lock ${workflow} writes one` : (error as Error).message;
    throw new InputError(`expected a lock of ${workflow}, found ${found}`, `${shown}:`);
  }
  const wrong = problemOf(schema, value);
  if (wrong) throw new InputError(wrong, `${shown}:`);
  const lock = value as Lock;
  if (lock.workflow !== workflow)
    throw new InputError(`expected a lock of ${workflow}, found one of ${lock.workflow}`, `${shown}:`);
  return lock;
}
