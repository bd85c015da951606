// Answers of Slurm's commands, read: pure functions of what they print.

export interface JobState {
  /** In Slurm's own words: PENDING, RUNNING, COMPLETED, NODE_FAIL, ... */
  readonly state: string;
  /** Why it waits or ended, in Slurm's own words; empty where it is not told. */
  readonly reason: string;
}

/** Sorts of refusal: no answer, too many jobs, no such job, accepted without a number, or anything else, which stays. */
export type Problem = 'no answer' | 'limit' | 'unknown job' | 'silent' | 'refused';

/** Id in the answer of `sbatch --parsable`, among whatever else a site lets it print: `12`, `12;cluster`. */
export function idOf(stdout: string): string | undefined {
  const lines = stdout.split('\n').map((line) => line.trim());
  const found = lines.flatMap(
    (line) => /^(?:Submitted batch job )?(\d+)(?:;[\w.-]+)?(?: on cluster [\w.-]+)?$/.exec(line)?.[1] ?? [],
  );
  return found.at(-1);
}

const LIMIT =
  /MaxSubmit|SubmitJobLimit|submit limit|MaxJobCount|MaxJobs|temporarily unable to accept|resource temporarily unavailable/i;
const NO_ANSWER =
  /unable to contact|connect failure|connection (refused|timed out|reset)|socket timed out|transport endpoint|communication (connection )?failure|zero bytes (were )?transmitted|slurmdbd|try again|in standby mode/i;

export function problemOf(stderr: string): Problem {
  if (/invalid job id/i.test(stderr)) return 'unknown job';
  if (LIMIT.test(stderr)) return 'limit';
  return NO_ANSWER.test(stderr) ? 'no answer' : 'refused';
}

/** Of `squeue --array --format='%i|%T|%r'`. */
export function statesOf(stdout: string): Map<string, JobState> {
  const lines = stdout.split('\n').flatMap((line) => {
    const [, id, state, reason] = /^\s*(\d+(?:_\d+)?)\|([A-Z_]+)\|(.*?)\s*$/.exec(line) ?? [];
    return id === undefined ? [] : [[id, { state: state!, reason: reason! }] as const];
  });
  return new Map(lines);
}

/** Of `sacct --parsable2 --format=JobID,State`; a job that was requeued has its last state. */
export function endsOf(stdout: string): Map<string, JobState> {
  const lines = stdout.split('\n').flatMap((line) => {
    const [, id, state] = /^(\d+(?:_\d+)?)\|([A-Z_]+)/.exec(line) ?? []; // 'CANCELLED by 1000'
    return id === undefined ? [] : [[id, { state: state!, reason: '' }] as const];
  });
  return new Map(lines);
}

/** Of `scontrol show config`. */
export function settingsOf(stdout: string): Map<string, string> {
  const lines = stdout.split('\n').flatMap((line) => {
    const [, name, value] = /^(\S+)\s*= (.*?)\s*$/.exec(line) ?? [];
    return name === undefined ? [] : [[name, value!] as const];
  });
  return new Map(lines);
}

const ALIVE = new Set(
  'PENDING RUNNING CONFIGURING COMPLETING SUSPENDED STOPPED RESIZING REQUEUED REQUEUE_FED REQUEUE_HOLD SPECIAL_EXIT SIGNALING STAGE_OUT RESV_DEL_HOLD'.split(
    ' ',
  ),
);

/** Whether Slurm put a job aside after a failure of its own (`launch failed requeued held`), from where it never comes back. */
export const isStuck = ({ state, reason }: JobState): boolean =>
  /^(PENDING|REQUEUE_HOLD|SPECIAL_EXIT)$/.test(state) &&
  /launch failed|requeued held|JobHoldMaxRequeue|SPECIAL_EXIT/i.test(reason);

/** Whether a task in this state is still to run, or at it. */
export const isAlive = ({ state }: JobState): boolean => ALIVE.has(state);
