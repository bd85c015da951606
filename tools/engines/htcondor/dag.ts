// Texts that HTCondor reads: the DAG of a plan, and a submit description for each kind of machine that its jobs ask for.
import path from 'node:path';
import type { Graph } from '@jetdemon/workflow';
import type { Chunk } from '../batch/chunks.ts';
import type { Request } from '../batch/request.ts';

/** Times that a job is begun again which was lost; one whose nodes failed by themselves (exit code 1) is not. */
const RETRIES = 3;

/** Requests that differ. */
export function kindsOf(chunks: readonly Chunk[]): Request[] {
  const kinds = new Map(chunks.map(({ request }) => [JSON.stringify(request), request]));
  return [...kinds.values()];
}

/** @param kinds each in a description `<i>.sub` beside the DAG */
export function dagOf(
  { name, title }: Graph,
  chunks: readonly Chunk[],
  kinds: readonly Request[],
  nodes: number,
): string {
  const kindOf = new Map(kinds.map((request, i) => [JSON.stringify(request), i]));
  const children = new Map<number, number[]>();
  chunks.forEach(({ needs }, i) => needs.forEach((need) => children.set(need, [...(children.get(need) ?? []), i])));
  return `${[
    `# ${name}: ${oneLine(title)}; ${nodes} nodes in ${chunks.length} jobs`,
    ...chunks.flatMap(({ nodes: inside, request }, i) => [
      `# ${inside.join(' ')}`,
      `JOB n${i} ${kindOf.get(JSON.stringify(request))}.sub`,
      `VARS n${i} index="${i}"`,
      `RETRY n${i} ${RETRIES} UNLESS-EXIT 1`,
    ]),
    ...[...children].map(([parent, those]) => `PARENT n${parent} CHILD ${those.map((i) => `n${i}`).join(' ')}`),
  ].join('\n')}\n`;
}

/** @param job whose tasks the nodes of the DAG are, told by `$(index)` */
export function descriptionOf(
  { cpus, memoryMB, gpus, seconds }: Request,
  { root, folder, job }: { readonly root: string; readonly folder: string; readonly job: string },
): string {
  return `# Files are read and written where they lie: the folder has to be on a file system that all machines share.
universe = vanilla
executable = ${path.join(folder, 'job.sh')}
arguments = "${[folder, job].map(quoted).join(' ')} $(index)"
initialdir = ${root}
output = ${path.join(folder, 'logs', `${job}.$(index).txt`)}
error = ${path.join(folder, 'logs', `${job}.$(index).err`)}
log = ${path.join(folder, 'condor.log')}
getenv = PATH, HOME, LD_LIBRARY_PATH, JETDEMON_SHARED_AUTHORIZATION
request_cpus = ${cpus}
request_memory = ${memoryMB} MB
${gpus > 0 ? `request_gpus = ${gpus}\n` : ''}# The time that it may run: at CERN by +MaxRuntime, without which 20 minutes are all.
+MaxRuntime = ${Math.ceil(seconds)}
allowed_job_duration = ${Math.ceil(seconds)}
should_transfer_files = IF_NEEDED
when_to_transfer_output = ON_EXIT
queue
`;
}

/** In HTCondor's new syntax of arguments: in single quotes, those doubled, and double quotes too. */
const quoted = (text: string) => `'${text.replaceAll("'", "''").replaceAll('"', '""')}'`;

const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ');
