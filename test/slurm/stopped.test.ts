// Nodes that a real Slurm stops: cancelled by us, by others, out of memory and time; and what it refuses.
// Skipped where there is no Slurm to start.
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Outcome } from '../workspace.ts';
import { whyNoSlurm } from './real-slurm.ts';
import { asking, SlurmRuns, until } from './slurm-runs.ts';

vi.setConfig({ testTimeout: 600_000, hookTimeout: 120_000 }); // a machine may be busy
const why = whyNoSlurm();

describe.skipIf(why !== undefined)(`a real Slurm${why === undefined ? '' : ` (skipped: ${why})`}`, () => {
  let runs: SlurmRuns;
  /** Slurm takes no limit below a minute: that one goes by beside the other tests. */
  let timed: Promise<Outcome>;
  beforeAll(async () => {
    const one = asking('cpus: 1');
    const limited = { memory: asking('memory: 300 MB'), time: asking('time: 1 min') };
    runs = await SlurmRuns.start({ toys: asking('cpus: 2'), lost: one, ...limited });
    timed = runs.run(['run', 'time', '--engine', 'slurm'], 'half=>endless', 'time');
  });
  afterAll(() => runs?.stop());

  test('detached, then cancelled', async () => {
    const { code, stdout } = await runs.run(['run', 'lost', '--engine', 'slurm', '--detach'], 'half=>hang', 'lost');
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: 'lost: Toys\nits jobs go on: jetdemon attach lost follows them, jetdemon cancel lost stops them\n',
    });
    await until(() => runs.started('lost', 'half'));
    expect((await runs.run(['cancel', 'lost'], '', 'lost')).stdout).toMatch(
      /^lost: \d jobs? cancelled; what was finished is kept\n$/,
    );
    await until(() => runs.jobsOf('lost').length === 0);
  });

  test('a node killed by scancel fails, and says so', async () => {
    runs.forget('lost');
    const child = runs.run(['run', 'lost', '--engine', 'slurm'], 'half=>hang', 'lost');
    const ofHalf = () => runs.jobsOf('lost', '--states=RUNNING').find(({ name }) => name.startsWith('half~'));
    await until(() => ofHalf() && runs.started('lost', 'half'));
    const { id } = ofHalf()!;
    runs.slurm.ask('scancel', id);
    const { code, stdout } = await child;
    expect(code).toBe(1);
    expect(stdout).toMatch(new RegExp(`half +failed: its job ${id} of Slurm was cancelled`));
  });

  test('a node killed by memory is told to ask for more', async () => {
    const { code, stdout } = await runs.run(['run', 'memory', '--engine', 'slurm'], 'half=>memory', 'memory');
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /half +failed: its job \d+ of Slurm was killed, since it needed more than 300 MB: ask for more by resources/,
    );
    expect((await runs.run(['log', 'memory', 'half'], '', 'memory')).stdout).toMatch(/slurmstepd/);
  });

  test('what Slurm refuses is said in its words', async () => {
    runs.workspace.edit('workflows/toys.yaml', 'cpus: 2', 'cpus: 2, partition: nowhere');
    const { code, stderr } = await runs.run(['run', 'toys', '--engine', 'slurm', '--force']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^sbatch refused half: .*[Ii]nvalid partition/);
    await until(() => runs.jobsOf('toys').length === 0);
  });

  test('a node killed by time is told to ask for more', async () => {
    const { code, stdout } = await timed;
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /half +failed: its job \d+ of Slurm was killed after 60 s: ask for more by resources: \{ time: \.\.\. \}/,
    );
  });
});
