// The commands of Slurm that are used, and what their answers mean; knows nothing of nodes. Works with accounting off.
import { execFile } from 'node:child_process';
import { InputError } from '@jetdemon/workflow';
import { endsOf, idOf, problemOf, settingsOf, statesOf, type JobState, type Problem } from './answers.ts';

export interface Answer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command; a seam, so that tests can answer by what real ones once said. */
export type Execute = (command: string, args: readonly string[]) => Promise<Answer>;

export type Submitted = { readonly id: string } | { readonly problem: Problem; readonly words: string };

/** A controller that does not answer is asked again; one command takes so long at most. */
const LONGEST_MS = 120_000;

export const execute: Execute = (command, args) =>
  new Promise((resolve, reject) => {
    const options = {
      encoding: 'utf8' as const,
      timeout: LONGEST_MS,
      maxBuffer: 1 << 28,
      killSignal: 'SIGKILL' as const,
    };
    const child = execFile(command, [...args], options, (error, stdout, stderr) => {
      if ((error as NodeJS.ErrnoException | null)?.code === 'ENOENT')
        reject(new InputError(`expected the command ${command} of Slurm, found none in PATH`));
      else resolve({ code: error ? (child.exitCode ?? 1) : 0, stdout, stderr });
    });
  });

export class Slurm {
  constructor(private readonly execute: Execute) {}

  async submit(args: readonly string[]): Promise<Submitted> {
    const answer = await this.execute('sbatch', ['--parsable', ...args]);
    const id = answer.code === 0 ? idOf(answer.stdout) : undefined;
    if (id !== undefined) return { id };
    return { problem: answer.code === 0 ? 'silent' : problemOf(answer.stderr), words: wordsOf(answer) };
  }

  /** Id of a job that was submitted under this name and is known still; undefined without one, or without an answer. */
  async idOfName(name: string): Promise<{ readonly id: string | undefined } | undefined> {
    const { code, stdout } = await this.execute('squeue', [
      '--noheader',
      '--states=all',
      `--name=${name}`,
      '--format=%F',
    ]);
    return code === 0 ? { id: /^\d+$/m.exec(stdout)?.[0] } : undefined;
  }

  /** Task (`12`, `12_3`) -> its state, of those that Slurm has not forgotten; undefined where it does not answer. */
  async states(jobs: readonly string[]): Promise<Map<string, JobState> | undefined> {
    if (jobs.length === 0) return new Map();
    const answer = await this.execute('squeue', [
      ...['--noheader', '--array', '--states=all', '--format=%i|%T|%r'],
      `--jobs=${jobs.join(',')}`,
    ]);
    if (answer.code === 0) return statesOf(answer.stdout);
    return problemOf(answer.stderr) === 'unknown job' ? new Map() : undefined;
  }

  /** The same of jobs that are over, by accounting; none where that is off, away or has lost them. */
  async ends(jobs: readonly string[]): Promise<Map<string, JobState>> {
    if (jobs.length === 0) return new Map();
    const args = ['--noheader', '--parsable2', '--allocations', '--format=JobID,State', `--jobs=${jobs.join(',')}`];
    const { code, stdout } = await this.execute('sacct', args).catch(() => ({ code: 1, stdout: '' }));
    return code === 0 ? endsOf(stdout) : new Map();
  }

  /** Best effort: what is over already is no error. */
  async cancel(jobs: readonly string[]): Promise<void> {
    if (jobs.length > 0) await this.execute('scancel', [...jobs]);
  }

  /** `MaxArraySize`, the size of the largest array. @throws InputError where no controller answers */
  async arraySize(): Promise<number> {
    const answer = await this.execute('scontrol', ['show', 'config']);
    if (answer.code !== 0) throw new InputError(`expected a Slurm controller that answers, found: ${wordsOf(answer)}`);
    return Number(settingsOf(answer.stdout).get('MaxArraySize') ?? 1001);
  }
}

/** The last that it said. */
const wordsOf = ({ stdout, stderr }: Answer) =>
  (stderr.trim() || stdout.trim() || 'nothing').split('\n').slice(-2).join('; ').replaceAll('sbatch: error: ', '');
