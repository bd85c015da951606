// Runs on a real Slurm: the same results as without it; the command, the controller and the machine are lost on the way.
// Skipped where there is no Slurm to start.
import fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { everyToy, toys } from '../toys.ts';
import { whyNoSlurm } from './real-slurm.ts';
import { asking, exitOf, SlurmRuns, until } from './slurm-runs.ts';

vi.setConfig({ testTimeout: 600_000, hookTimeout: 120_000 }); // a machine may be busy
const why = whyNoSlurm();

describe.skipIf(why !== undefined)(`a real Slurm${why === undefined ? '' : ` (skipped: ${why})`}`, () => {
  let runs: SlurmRuns;
  beforeAll(async () => {
    const [two, one] = [asking('cpus: 2'), asking('cpus: 1')];
    runs = await SlurmRuns.start({ toys: two, local: toys, again: one, lost: one });
  });
  afterAll(() => runs?.stop());

  test('a workflow runs, each node once, with the digests that it has without Slurm', async () => {
    const { code, stdout } = await runs.run(['run', 'toys', '--engine', 'slurm']);
    expect({ code, ran: runs.ran() }).toEqual({ code: 0, ran: everyToy });
    expect(stdout).toMatch(/5 nodes: 5 computed, 0 from cache/);
    expect(await runs.run(['run', 'local'], '', 'local')).toMatchObject({ code: 0 });
    expect(runs.digests('toys')).toEqual(runs.digests('local'));
    expect(runs.jobsOf('toys', '--states=COMPLETED')).toHaveLength(5);
  });

  test('a second run computes nothing, and asks Slurm nothing', async () => {
    expect(await runs.run(['run', 'toys', '--engine', 'slurm'])).toMatchObject({ code: 0 });
    expect(fs.existsSync(runs.toyLog)).toBe(false);
  });

  test('what fails takes what needs it along; the log says why', async () => {
    const { code, stdout } = await runs.run(['run', 'again', '--engine', 'slurm'], 'half=>input', 'again');
    expect(code).toBe(1);
    expect(stdout).toMatch(/half +failed: toys\.txt:3 expected a toy, found a stick/);
    expect(stdout).toMatch(/page +skipped: needs half/);
    expect((await runs.run(['log', 'again', 'half'], '', 'again')).stdout).toMatch(/toys\.txt:3 expected a toy/);
  });

  test('the command dies, the jobs go on; status and graph show them; attached again, the end is the same', async () => {
    runs.forget('again');
    const first = runs.follow(['run', 'again', '--engine', 'slurm'], 'half=>hold', 'again');
    await until(() => runs.started('again', 'half'));
    first.kill('SIGKILL');
    await exitOf(first);
    const status = (await runs.run(['status', 'again'], '', 'again')).stdout;
    expect(status).toMatch(/^again: runs \(Slurm, jobs [\d ]+\): /);
    expect(status).toMatch(/half +running 50% scale at work/);
    expect(status).toMatch(/page +waiting for job \d+ of Slurm/);
    expect(await runs.run(['graph', 'again'], '', 'again')).toMatchObject({ code: 0 });
    expect(runs.workspace.read('out/again/graph.html')).toMatch(/running/);
    expect((await runs.run(['run', 'again'], '', 'again')).stderr).toBe(
      'jobs of Slurm still compute again: jetdemon attach again follows them, jetdemon cancel again stops them\n',
    );
    await sleep(8000); // it keeps what it knows every five seconds
    runs.slurm.kill('slurmctld', 'SIGKILL'); // and the controller in the middle
    const second = runs.follow(['attach', 'again'], '', 'again');
    await sleep(3000);
    runs.slurm.startController();
    await sleep(2000);
    runs.slurm.resume();
    runs.letGo();
    expect(await exitOf(second)).toBe(0);
    expect(runs.digests('again')).toEqual(runs.digests('local'));
    expect((await runs.run(['status', 'again'], '', 'again')).stdout).toMatch(/^again: last run .* computed/);
  });

  test('a node whose machine is lost is begun again by Slurm, which finds its checkpoints', async () => {
    const child = runs.run(['run', 'lost', '--engine', 'slurm'], 'half=>once', 'machine');
    await until(() => runs.started('lost', 'half'));
    runs.slurm.kill('slurmd', 'SIGKILL');
    await until(() => /down/.test(runs.slurm.ask('sinfo', '--noheader', '--format=%T')));
    runs.slurm.startDaemon();
    const { code, stdout } = await child;
    expect({ code, end: /5 nodes: [^.]* cache, /.exec(stdout)?.[0] }).toEqual({
      code: 0,
      end: '5 nodes: 5 computed, 0 from cache, ',
    });
    expect(runs.digests('lost')).toEqual(runs.digests('local'));
  });
});
