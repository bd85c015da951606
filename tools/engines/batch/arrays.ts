// Jobs of a batch system: chunks that ask for the same and wait for the same become one array, so that a matrix is one
// submission; a task of an array may wait for the task of the same index in another one.
import type { Chunk, Place } from './chunks.ts';
import type { Request } from './request.ts';

export interface Task {
  readonly index: number;
  readonly nodes: readonly string[];
}

/**
 * What a job waits for: that all tasks of another one succeed, or one of them, or of each of its tasks that of the same
 * index; `ended` where it needs some only, too many to be named: that all end, however.
 */
export type After =
  | { readonly job: string; readonly tasks: 'all' | 'same' | 'ended' }
  | { readonly job: string; readonly tasks: 'one'; readonly index: number };

export interface Job {
  readonly name: string;
  readonly request: Request;
  /** One with index 0, or those of an array. */
  readonly tasks: readonly Task[];
  readonly array: boolean;
  readonly after: readonly After[];
}

export interface Limits {
  /** Largest index of an array, and one more: `MaxArraySize` of Slurm. */
  readonly arraySize: number;
}

/** Single tasks that one job waits for, beyond which it waits for all of theirs. */
const MOST_SINGLE = 200;
/** Arrays into which one of differing needs is parted, beyond which all its tasks wait for all of them. */
const MOST_PARTS = 20;

/**
 * Each job after those that it waits for.
 *
 * @param name of the next job, given what is in it
 */
export function arraysOf(chunks: readonly Chunk[], { arraySize }: Limits, name: (chunk: Chunk) => string): Job[] {
  const jobs: Job[] = [];
  const placeOf: Place[] = [];
  const sizeOf = (job: string) => jobs.find((one) => one.name === job)?.tasks.length;
  for (const level of byLevel(chunks)) {
    const needsOf = (at: number): Place[] => [
      ...chunks[at]!.places,
      ...chunks[at]!.needs.map((need) => placeOf[need]!),
    ];
    const alike = groupBy(level, (at) => {
      const { bases, request } = chunks[at]!;
      const awaited = [...new Set(needsOf(at).map(({ job }) => job))].sort();
      return JSON.stringify([bases, { ...request, seconds: undefined }, awaited]);
    });
    for (const group of alike.flatMap((all) => parted(all, needsOf))) {
      const { indices, after } = group;
      const room = indices ? group.chunks.length : arraySize;
      for (let from = 0; from < group.chunks.length; from += room) {
        const part = group.chunks.slice(from, from + room);
        const job: Job = {
          name: name(chunks[part[0]!]!),
          request: {
            ...chunks[part[0]!]!.request,
            seconds: Math.max(...part.map((at) => chunks[at]!.request.seconds)),
          },
          tasks: part.map((at, i) => ({ index: indices?.[from + i] ?? i, nodes: chunks[at]!.nodes })),
          array: part.length > 1 || (indices?.[from] ?? 0) > 0,
          after: shortened(after, sizeOf),
        };
        jobs.push(job);
        part.forEach((at, i) => (placeOf[at] = { job: job.name, index: job.tasks[i]!.index }));
      }
    }
  }
  return jobs;
}

function byLevel(chunks: readonly Chunk[]): number[][] {
  const levels: number[] = [];
  const grouped: number[][] = [];
  chunks.forEach(({ needs }, at) => {
    const level = 1 + Math.max(-1, ...needs.map((need) => levels[need]!));
    levels.push(level);
    (grouped[level] ??= []).push(at);
  });
  return grouped;
}

interface Group {
  readonly chunks: readonly number[];
  /** Where they are those of an array that is waited for task by task. */
  readonly indices?: readonly number[];
  readonly after: readonly After[];
}

/** Chunks that wait for tasks of the same jobs, as arrays whose tasks all wait in the same way. */
function parted(chunks: readonly number[], needsOf: (at: number) => readonly Place[]): Group[] {
  const same = groupBy(chunks, (at) =>
    JSON.stringify(
      needsOf(at)
        .map(({ job, index }) => [job, index])
        .sort(),
    ),
  );
  if (same.length === 1) return [{ chunks, after: needsOf(chunks[0]!).map(one) }];
  const aligned = alignedBy(chunks, needsOf);
  if (aligned) return [aligned];
  if (same.length <= MOST_PARTS) return same.map((part) => ({ chunks: part, after: needsOf(part[0]!).map(one) }));
  return [
    { chunks, after: [...new Set(needsOf(chunks[0]!).map(({ job }) => job))].map((job) => ({ job, tasks: 'ended' })) },
  ];
}

const one = ({ job, index }: Place): After => ({ job, tasks: 'one', index });

/** Where each chunk waits for one task of its own of a job, at the same index in all such jobs; the rest is common. */
function alignedBy(chunks: readonly number[], needsOf: (at: number) => readonly Place[]): Group | undefined {
  const indices: (number | undefined)[] = chunks.map(() => undefined);
  const after: After[] = [];
  for (const job of new Set(needsOf(chunks[0]!).map((place) => place.job))) {
    const sets = chunks.map((at) => needsOf(at).flatMap((place) => (place.job === job ? [place.index] : [])));
    if (sets.every((set) => JSON.stringify(set) === JSON.stringify(sets[0]))) {
      after.push(...sets[0]!.map((index): After => ({ job, tasks: 'one', index })));
      continue;
    }
    if (sets.some((set, i) => set.length !== 1 || (indices[i] ?? set[0]) !== set[0])) return undefined;
    sets.forEach(([index], i) => (indices[i] = index));
    after.push({ job, tasks: 'same' });
  }
  const found = indices.flatMap((index) => index ?? []);
  return new Set(found).size === chunks.length ? { chunks, indices: found, after } : undefined;
}

/** All tasks of a job named one by one are that job. */
function shortened(after: readonly After[], sizeOf: (job: string) => number | undefined): After[] {
  return groupBy(after, ({ job }) => job).flatMap((of): After[] => {
    const [{ job }] = of as [After];
    const single = of.filter(({ tasks }) => tasks === 'one').length;
    if (single === sizeOf(job)) return [{ job, tasks: 'all' }];
    return single > MOST_SINGLE ? [{ job, tasks: 'ended' }] : [...of];
  });
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return [...groups.values()];
}
