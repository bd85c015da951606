// One job handed to Slurm: its files, the words for sbatch, and what to think of the answer.
import path from 'node:path';
import type { After, Job } from '../batch/arrays.ts';
import { taskName, type TaskNode } from '../batch/folder.ts';
import type { Book } from './book.ts';
import type { Slurm } from './commands.ts';

/** `blocked`: nothing more now, but later; `smaller`: an array of so many tasks at most. */
export type Handed = 'accepted' | 'blocked' | { readonly smaller: number } | { readonly refused: string };

export interface Surroundings {
  readonly root: string;
  readonly store: string;
  readonly book: Book;
  readonly slurm: Slurm;
  readonly nodeOf: (id: string) => TaskNode;
}

export async function hand(job: Job, { root, store, book, slurm, nodeOf }: Surroundings): Promise<Handed> {
  const { name, tasks, array } = job;
  book.note({ asked: { name, tasks, array, after: [...new Set(job.after.map((one) => one.job))] } });
  const files = tasks.map(
    ({ index, nodes }) => [index, { threads: job.request.cpus, store, nodes: nodes.map(nodeOf) }] as const,
  );
  book.folder.writeTasks(name, new Map(files));
  const answer = await slurm.submit(wordsFor(job, root, book));
  if ('id' in answer) {
    book.note({ accepted: name, id: answer.id });
    return 'accepted';
  }
  if (answer.problem === 'no answer' || answer.problem === 'silent')
    return (await recover(name, { book, slurm })) ?? 'blocked';
  book.note({ refused: name });
  if (answer.problem !== 'limit') return { refused: `sbatch refused ${tasks[0]!.nodes[0]!}: ${answer.words}` };
  if (tasks.length > 1) return { smaller: Math.ceil(tasks.length / 2) };
  return book.live().length > 0 ? 'blocked' : { refused: `sbatch refused ${tasks[0]!.nodes[0]!}: ${answer.words}` };
}

/** Whether a job of which no answer came was accepted; undefined where nothing answers now either. */
export async function recover(
  name: string,
  { book, slurm }: Pick<Surroundings, 'book' | 'slurm'>,
): Promise<Handed | undefined> {
  const found = await slurm.idOfName(name);
  if (!found) return undefined;
  if (found.id === undefined) book.note({ refused: name });
  else book.note({ accepted: name, id: found.id });
  return found.id === undefined ? 'blocked' : 'accepted';
}

/** What sbatch is told; the script takes the folder of the run and the name of the job. */
export function wordsFor(job: Job, root: string, { folder, jobs }: Pick<Book, 'folder' | 'jobs'>): string[] {
  const { cpus, memoryMB, gpus, seconds, partition } = job.request;
  const script = path.join(folder.folder, 'job.sh');
  const log = folder.logs(job.array ? `${job.name}.%a` : taskName(job.name, 0));
  const dependency = job.after.map((one) => conditionOf(one, jobs)).join(',');
  return [
    `--job-name=${job.name}`,
    `--chdir=${root}`,
    `--output=${log}`,
    '--open-mode=append',
    '--requeue',
    '--nodes=1',
    '--ntasks=1',
    `--cpus-per-task=${cpus}`,
    `--mem=${memoryMB}M`,
    `--time=${Math.ceil(seconds / 60)}`,
    ...(gpus > 0 ? [`--gres=gpu:${gpus}`] : []),
    ...(partition === undefined ? [] : [`--partition=${partition}`]),
    ...(job.array ? [`--array=${rangesOf(job.tasks.map(({ index }) => index))}`] : []),
    ...(dependency === '' ? [] : [`--dependency=${dependency}`, '--kill-on-invalid-dep=yes']),
    script,
    folder.folder,
    job.name,
  ];
}

function conditionOf(after: After, jobs: Book['jobs']): string {
  const { id, array } = jobs.get(after.job)!;
  switch (after.tasks) {
    case 'all':
      return `afterok:${id}`;
    case 'ended':
      return `afterany:${id}`;
    case 'same':
      return `aftercorr:${id}`;
    case 'one':
      return `afterok:${id}${array ? `_${after.index}` : ''}`;
  }
}

/** `0-4,7`: numbers in ascending order. */
export function rangesOf(numbers: readonly number[]): string {
  const sorted = [...numbers].sort((a, b) => a - b);
  const ranges: [number, number][] = [];
  for (const number of sorted) {
    const last = ranges.at(-1);
    if (last && last[1] === number - 1) last[1] = number;
    else ranges.push([number, number]);
  }
  return ranges.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(',');
}
