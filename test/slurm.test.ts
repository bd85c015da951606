// Runs on a real Slurm: the same results as without it; killed, cancelled, out of memory and time; detached and attached
// again. Skipped where there is no Slurm to start.
import fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { RealSlurm, whyNoSlurm } from './real-slurm.ts';
import { everyToy, toys } from './toys.ts';
import { Workspace } from './workspace.ts';

vi.setConfig({ testTimeout: 600_000, hookTimeout: 120_000 }); // a machine may be busy
const why = whyNoSlurm();

const asking = (resources: string) =>
  toys
    .replace('half: {', `half: { resources: { ${resources} },`)
    .replace('title: Toys', 'title: Toys\nresources: { memory: 1 GB }');

describe.skipIf(why !== undefined)(`a real Slurm${why === undefined ? '' : ` (skipped: ${why})`}`, () => {
  let slurm: RealSlurm;
  let workspace: Workspace;
  beforeAll(async () => {
    slurm = await RealSlurm.start();
    workspace = new Workspace({
      ...{ toys: asking('cpus: 2'), local: toys, again: asking('cpus: 1'), lost: asking('cpus: 1') },
      ...{ memory: asking('memory: 300 MB'), time: asking('time: 1 min') },
    });
  });
  afterAll(async () => {
    await slurm?.stop();
    workspace?.delete();
  });

  const TOY_LOG = () => workspace.path('ran-jobs');
  const ran = () => fs.readFileSync(TOY_LOG(), 'utf8').trim().split('\n').sort();
  const run = (args: readonly string[], fault = '', store = 'jobs') => {
    fs.rmSync(TOY_LOG(), { force: true });
    return workspace.jetdemon(args, {
      ...slurm.environment,
      TOY_LOG: TOY_LOG(),
      TOY_FAULT: fault,
      JETDEMON_STORE: workspace.path(store),
    });
  };
  const follow = (args: readonly string[], fault = '', store = 'jobs') =>
    workspace.start('tools/bin/jetdemon.mjs', args, {
      ...slurm.environment,
      TOY_LOG: TOY_LOG(),
      TOY_FAULT: fault,
      JETDEMON_STORE: workspace.path(store),
    });
  const exitOf = (child: ReturnType<typeof follow>) => new Promise((resolve) => child.on('exit', resolve));
  const numbers = (workflow: string) =>
    everyToy.map((node) => fs.readFileSync(workspace.path('out', workflow, node, 'result', 'SHA256'), 'utf8'));
  const jobs = (...format: string[]) =>
    slurm
      .ask('squeue', '--noheader', '--array', ...format)
      .trim()
      .split('\n')
      .filter(Boolean);
  const until = async (there: () => unknown) => {
    for (let tries = 0; !there(); tries++) {
      if (tries > 1200) throw new Error('waited for too long');
      await sleep(100);
    }
  };
  const startedOf = (workflow: string, node: string) => {
    const folder = workspace.path('out', workflow, '.slurm', 'events');
    const files = fs.existsSync(folder) ? fs.readdirSync(folder).filter((name) => name.startsWith(`${node}~`)) : [];
    return files.some((name) => fs.readFileSync(`${folder}/${name}`, 'utf8').includes('at work'));
  };

  test('a workflow runs, each node once, with the digests that it has without Slurm', async () => {
    const { code, stdout } = await run(['run', 'toys', '--engine', 'slurm']);
    expect({ code, ran: ran() }).toEqual({ code: 0, ran: everyToy });
    expect(stdout).toMatch(/5 nodes: 5 computed, 0 from cache/);
    expect(await run(['run', 'local'], '', 'local')).toMatchObject({ code: 0 });
    expect(numbers('toys')).toEqual(numbers('local'));
    expect(
      slurm.ask('squeue', '--noheader', '--array', '--states=COMPLETED', '--format=%i').trim().split('\n'),
    ).toHaveLength(5);
  });

  test('a second run computes nothing, and asks Slurm nothing', async () => {
    expect(await run(['run', 'toys', '--engine', 'slurm'])).toMatchObject({ code: 0 });
    expect(fs.existsSync(TOY_LOG())).toBe(false);
  });

  test('what fails takes what needs it along; the log says why', async () => {
    const { code, stdout } = await run(['run', 'again', '--engine', 'slurm'], 'half=>input', 'again');
    expect(code).toBe(1);
    expect(stdout).toMatch(/half +failed: toys\.txt:3 expected a toy, found a stick/);
    expect(stdout).toMatch(/page +skipped: needs half/);
    expect((await run(['log', 'again', 'half'], '', 'again')).stdout).toMatch(/toys\.txt:3 expected a toy/);
  });

  test('the command dies, the jobs go on; status and graph show them; attached again, the end is the same', async () => {
    fs.rmSync(workspace.path('out/again/.slurm'), { recursive: true }); // what the last run said
    const first = follow(['run', 'again', '--engine', 'slurm'], 'half=>hang', 'again');
    await until(() => startedOf('again', 'half'));
    first.kill('SIGKILL');
    await exitOf(first);
    const status = (await run(['status', 'again'], '', 'again')).stdout;
    expect(status).toMatch(/^again: runs \(Slurm, jobs [\d ]+\): /);
    expect(status).toMatch(/half +running 50% scale at work/);
    expect(status).toMatch(/page +waiting for job \d+ of Slurm/);
    expect(await run(['graph', 'again'], '', 'again')).toMatchObject({ code: 0 });
    expect(workspace.read('out/again/graph.html')).toMatch(/running/);
    expect((await run(['run', 'again'], '', 'again')).stderr).toBe(
      'jobs of Slurm still compute again: jetdemon attach again follows them, jetdemon cancel again stops them\n',
    );
    await sleep(8000); // it keeps what it knows every five seconds
    slurm.kill('slurmctld', 'SIGKILL'); // and the controller in the middle
    const second = follow(['attach', 'again'], '', 'again');
    await sleep(3000);
    slurm.startController();
    await sleep(2000);
    slurm.resume();
    expect(await exitOf(second)).toBe(0);
    expect(numbers('again')).toEqual(numbers('local'));
    expect((await run(['status', 'again'], '', 'again')).stdout).toMatch(/^again: last run .* computed/);
  });

  test('detached, then cancelled', async () => {
    const { code, stdout } = await run(['run', 'lost', '--engine', 'slurm', '--detach'], 'half=>hang', 'lost');
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: 'lost: Toys\nits jobs go on: jetdemon attach lost follows them, jetdemon cancel lost stops them\n',
    });
    await until(() => startedOf('lost', 'half'));
    expect((await run(['cancel', 'lost'], '', 'lost')).stdout).toMatch(
      /^lost: \d jobs? cancelled; what was finished is kept\n$/,
    );
    await until(() => jobs().length === 0);
  });

  test('a node killed by scancel fails, and says so', async () => {
    fs.rmSync(workspace.path('out/lost/.slurm'), { recursive: true });
    const child = run(['run', 'lost', '--engine', 'slurm'], 'half=>hang', 'lost');
    await until(
      () =>
        jobs('--states=RUNNING', '--format=%j').some((name) => name.startsWith('half~')) && startedOf('lost', 'half'),
    );
    const [id] = jobs('--states=RUNNING', '--format=%j %i')
      .find((line) => line.startsWith('half~'))!
      .split(' ')
      .slice(1);
    slurm.ask('scancel', id!);
    const { code, stdout } = await child;
    expect(code).toBe(1);
    expect(stdout).toMatch(new RegExp(`half +failed: its job ${id} of Slurm was cancelled`));
  });

  test('a node whose machine is lost is begun again by Slurm, which finds its checkpoints', async () => {
    fs.rmSync(workspace.path('out/lost/.slurm'), { recursive: true });
    const child = run(['run', 'lost', '--engine', 'slurm'], 'half=>once', 'machine');
    await until(() => startedOf('lost', 'half'));
    slurm.kill('slurmd', 'SIGKILL');
    await until(() => /down/.test(slurm.ask('sinfo', '--noheader', '--format=%T')));
    slurm.startDaemon();
    const { code, stdout } = await child;
    expect({ code, end: /5 nodes: [^.]* cache, /.exec(stdout)?.[0] }).toEqual({
      code: 0,
      end: '5 nodes: 5 computed, 0 from cache, ',
    });
    expect(numbers('lost')).toEqual(numbers('local'));
  });

  test('a node killed by memory is told to ask for more', async () => {
    const { code, stdout } = await run(['run', 'memory', '--engine', 'slurm'], 'half=>memory', 'memory');
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /half +failed: its job \d+ of Slurm was killed, since it needed more than 300 MB: ask for more by resources/,
    );
    expect((await run(['log', 'memory', 'half'], '', 'memory')).stdout).toMatch(/slurmstepd/);
  });

  test('and so is one killed by time', async () => {
    const { code, stdout } = await run(['run', 'time', '--engine', 'slurm'], 'half=>endless', 'time');
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /half +failed: its job \d+ of Slurm was killed after 60 s: ask for more by resources: \{ time: \.\.\. \}/,
    );
  });

  test('what Slurm refuses is said in its words', async () => {
    workspace.edit('workflows/toys.yaml', 'cpus: 2', 'cpus: 2, partition: nowhere');
    const { code, stderr } = await run(['run', 'toys', '--engine', 'slurm', '--force']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^sbatch refused half: .*[Ii]nvalid partition/);
    await until(() => jobs().length === 0);
  });
});
