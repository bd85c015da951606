// Runs on a Slurm that does what real ones did: loses accounting, does not answer, answers twice, kills by memory, time and
// node, refuses what is too much; and the same run gone on with by another command.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { GraphNode, Resources } from '@jetdemon/workflow';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LinkedSpec } from '../../catalogue/node-spec.ts';
import type { SentEvent } from '../../runner/events.ts';
import type { Earlier } from '../batch/request.ts';
import { Book } from './book.ts';
import { Slurm, type Answer } from './commands.ts';
import { Following } from './following.ts';
import { FakeSlurm, type FakeOptions } from './testing/fake-slurm.ts';

let folder: string;
let runs = 0;
beforeAll(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), 'slurm-'))));
afterAll(() => fs.rmSync(folder, { recursive: true }));

const node = (id: string, needs: readonly string[] = [], resources: Resources = {}): GraphNode => ({
  ...{ id, base: id.split('@')[0]!, axes: {}, task: 'toy/any', params: {}, files: {}, device: undefined, resources },
  ...{ needs: { input: needs }, file: 'workflows/toys.yaml', line: 1, places: {} },
});
/** draw, then two of scale and half, then page. */
const toys = (resources: Resources = {}) => [
  node('draw'),
  node('scale@factor=2', ['draw'], resources),
  node('scale@factor=3', ['draw'], resources),
  node('half', ['draw'], resources),
  node('page', ['scale@factor=2', 'scale@factor=3', 'half']),
];

interface Started {
  readonly root: string;
  readonly book: Book;
  readonly slurm: FakeSlurm;
  readonly said: SentEvent[];
  readonly warned: string[];
  readonly follow: (detach?: boolean) => Following;
}

function begin(
  nodes: readonly GraphNode[],
  options: FakeOptions = {},
  { failFast = false, earlier = {} }: { failFast?: boolean; earlier?: Record<string, Earlier> } = {},
): Started {
  const root = path.join(folder, String(++runs));
  const pending = nodes.map(({ id }) => id);
  const book = Book.begin(root, {
    ...{ run: 'abc', started: new Date().toISOString(), graph: { name: 'toys', title: 'Toys', nodes } },
    ...{ set: [], pending, forced: [], device: undefined, failFast, store: root, earlier, command: null },
  });
  book.keepSpecs(new Map(pending.map((id) => [id, { node: id } as LinkedSpec])));
  const slurm = new FakeSlurm(() => book.folder, options);
  const [said, warned] = [[] as SentEvent[], [] as string[]];
  const listen = (event: SentEvent) => said.push(event);
  const warn = (words: string) => warned.push(words);
  const timing = { lookMs: 1, askMs: 1, lagMs: 1 };
  const follow = (detach = false) =>
    new Following({
      root,
      book: Book.open(root, 'toys')!,
      slurm: new Slurm(slurm.execute),
      warn,
      listen,
      detach,
      timing,
    });
  return { root, book, slurm, said, warned, follow };
}

const fates = ({ root }: Started) => Object.fromEntries(Book.open(root, 'toys')!.fates);
const done = (...nodes: string[]) => Object.fromEntries(nodes.map((id) => [id, 'done']));
const every = done(...toys().map(({ id }) => id));
const messages = ({ said }: Started) => said.flatMap((event) => ('message' in event ? [event.message] : []));
const submitted = ({ slurm }: Started) => slurm.commands.filter((words) => words.startsWith('sbatch'));
const failure = (stderr: string): Answer => ({ code: 1, stdout: '', stderr });

test('five nodes in four jobs, an array among them, each waiting for those before', async () => {
  const run = begin(toys({ cpus: 2, memoryMB: 3000, seconds: 5400, gpus: 1, partition: 'long' }));
  expect(await run.follow().wait()).toEqual({ how: 'done' });
  expect(fates(run)).toEqual(every);
  const words = submitted(run).map((line) => line.replaceAll(run.root, 'ROOT').split(' ').slice(2));
  expect(words[1]).toEqual([
    ...['--job-name=scale~abc.2', '--chdir=ROOT', '--output=ROOT/out/toys/.slurm/logs/scale~abc.2.%a.txt'],
    ...['--open-mode=append', '--requeue', '--nodes=1', '--ntasks=1', '--cpus-per-task=2', '--mem=3000M', '--time=90'],
    ...['--gres=gpu:1', '--partition=long', '--array=0-1', '--dependency=afterok:1', '--kill-on-invalid-dep=yes'],
    ...['ROOT/out/toys/.slurm/job.sh', 'ROOT/out/toys/.slurm', 'scale~abc.2'],
  ]);
  expect(words[3]).toContain('--dependency=afterok:2,afterok:3');
  expect(words[3]).toContain('--mem=4096M');
  expect(words[3]).toContain('--time=120');
});

test('a node that fails takes those that need it along, nobody else', async () => {
  const run = begin(toys(), { act: (nodes) => ({ failed: nodes.filter((id) => id === 'half') }) });
  expect(await run.follow().wait()).toEqual({ how: 'failed' });
  expect(fates(run)).toEqual({ ...done('draw', 'scale@factor=2', 'scale@factor=3'), half: 'failed', page: 'skipped' });
  expect(messages(run)).toEqual(['a stick']);
});

test('with fail-fast the others are stopped', async () => {
  const options: FakeOptions = {
    perTick: 1,
    act: (nodes) => ({ failed: nodes.filter((id) => id.startsWith('scale')) }),
  };
  const run = begin(toys(), options, { failFast: true });
  expect(await run.follow().wait()).toEqual({ how: 'failed' });
  expect(run.slurm.commands.some((words) => words.startsWith('scancel'))).toBe(true);
  expect(fates(run)['half']).not.toBe('done');
});

describe('what is lost is submitted again, and what waited for it', () => {
  test.each(['NODE_FAIL', 'PREEMPTED', 'BOOT_FAIL'])('%s', async (state) => {
    const act: FakeOptions['act'] = (nodes, tries) =>
      nodes[0] === 'half' && tries <= 2 ? { state, running: 'half' } : 'done';
    const run = begin(toys(), { act });
    expect(await run.follow().wait()).toEqual({ how: 'done' });
    expect(fates(run)).toEqual(every);
    expect(messages(run)).toEqual([
      `half: its job 3 of Slurm was lost (${state}): submitted again`,
      expect.stringMatching(`half: its job \\d+ of Slurm was lost \\(${state}\\): submitted again`),
    ]);
  });

  test('also what Slurm has put aside, and what waits for it though it was done', async () => {
    const held = { state: 'PENDING', reason: 'launch failed requeued held' };
    const act: FakeOptions['act'] = (nodes, tries) => (nodes[0] === 'half' && tries === 1 ? held : 'done');
    const run = begin(toys(), { act, perTick: 1 });
    const following = run.follow().wait();
    // `draw` was done and is begun again, by a controller that forgot it
    while (run.slurm.jobs.get('1')?.tasks.get(0)?.state !== 'COMPLETED')
      await new Promise((resolve) => setTimeout(resolve, 1));
    Object.assign(run.slurm.jobs.get('1')!.tasks.get(0)!, held);
    expect(await following).toEqual({ how: 'done' });
    expect(fates(run)).toEqual(every);
  });

  test('not for ever', async () => {
    const run = begin(toys(), { act: (nodes) => (nodes[0] === 'draw' ? { state: 'NODE_FAIL' } : 'done') });
    expect(await run.follow().wait()).toEqual({ how: 'failed' });
    expect(messages(run).at(-1)).toMatch(/^its job \d+ of Slurm was lost for the 4th time \(NODE_FAIL\)$/);
  });
});

describe('memory and time', () => {
  const killed =
    (state: string): FakeOptions['act'] =>
    (nodes, tries) =>
      nodes[0] === 'half' && tries <= 2 ? { state, running: 'half' } : 'done';
  test('a guess is doubled', async () => {
    const run = begin(toys(), { act: killed('OUT_OF_MEMORY') });
    expect(await run.follow().wait()).toEqual({ how: 'done' });
    const asked = submitted(run)
      .filter((words) => words.includes('--job-name=half~'))
      .map((words) => /--mem=\S+/.exec(words)![0]);
    expect(asked).toEqual(['--mem=4096M', '--mem=8192M', '--mem=16384M']);
  });

  test('what earlier runs took is asked for with room to spare', async () => {
    const run = begin(toys(), { act: killed('TIMEOUT') }, { earlier: { half: { seconds: 500, memoryMB: 3010 } } });
    expect(await run.follow().wait()).toEqual({ how: 'done' });
    const asked = submitted(run)
      .filter((words) => words.includes('--job-name=half~'))
      .map((words) => /--mem=\S+ --time=\S+/.exec(words)![0]);
    expect(asked).toEqual(['--mem=4600M --time=34', '--mem=4600M --time=67', '--mem=4600M --time=134']);
  });

  test('what the workflow says is kept to, and the node told to ask for more', async () => {
    const run = begin(toys({ seconds: 600 }), { act: killed('TIMEOUT') });
    expect(await run.follow().wait()).toEqual({ how: 'failed' });
    expect(messages(run)).toEqual([
      'its job 3 of Slurm was killed after 10 min: ask for more by resources: { time: ... }',
    ]);
  });
});

describe('accounting', () => {
  test.each([
    ['off, and jobs forgotten as soon as they are over: what left its word is done', 'off', 'done'],
    ['off, and one of them killed by a node: lost, again', 'off', 'lost'],
    ['on: Slurm itself has forgotten why, accounting has not', 'on', 'lost'],
  ] as const)('%s', async (_, accounting, half) => {
    const act: FakeOptions['act'] = (nodes, tries) =>
      half === 'lost' && nodes[0] === 'half' && tries === 1 ? { state: 'NODE_FAIL' } : 'done';
    const run = begin(toys(), { accounting, forgets: true, act });
    expect(await run.follow().wait()).toEqual({ how: 'done' });
    expect(fates(run)).toEqual(every);
    const why = accounting === 'on' ? 'NODE_FAIL' : 'forgotten';
    expect(messages(run)).toEqual(
      half === 'done' ? [] : [`half: its job 3 of Slurm was lost (${why}): submitted again`],
    );
  });

  test('lost at midnight: it answers with nothing, then with an error', async () => {
    const act: FakeOptions['act'] = (nodes, tries) =>
      nodes[0] === 'half' && tries === 1 ? { state: 'TIMEOUT' } : 'done';
    const gone = failure(
      'sacct: error: slurm_persist_conn_open_without_init: failed to open persistent connection to host:db:6819: Connection refused\n',
    );
    const run = begin(toys(), {
      ...{ forgets: true, act },
      fault: (command, calls) =>
        command === 'sacct' ? { answer: calls % 2 ? { code: 0, stdout: '', stderr: '' } : gone } : undefined,
    });
    expect(await run.follow().wait()).toEqual({ how: 'done' });
  });
});

describe('a controller that does not answer', () => {
  test('for long: nothing is concluded from it, and it is said once', async () => {
    const away = failure('slurm_load_jobs error: Unable to contact slurm controller (connect failure)\n');
    const run = begin(toys(), {
      perTick: 1,
      fault: (command, calls) => (command === 'squeue' && calls > 1 && calls < 40 ? { answer: away } : undefined),
    });
    expect(await run.follow().wait()).toEqual({ how: 'done' });
    expect(submitted(run)).toHaveLength(4);
    expect(run.warned).toEqual(['Slurm does not answer: asking again; its jobs go on', 'Slurm answers again']);
  });

  test('a submission that timed out and was accepted all the same is found by its name, not made twice', async () => {
    const answer = failure('sbatch: error: Batch job submission failed: Socket timed out on send/recv operation\n');
    const run = begin(toys(), {
      fault: (command, calls) => (command === 'sbatch' && calls === 2 ? { answer, after: true } : undefined),
    });
    expect(await run.follow().wait()).toEqual({ how: 'done' });
    expect(run.slurm.jobs.size).toBe(4);
  });

  test('one that was not accepted is made again', async () => {
    const answer = failure(
      'sbatch: error: Batch job submission failed: Unable to contact slurm controller (connect failure)\n',
    );
    const run = begin(toys(), {
      fault: (command, calls) => (command === 'sbatch' && calls < 3 ? { answer } : undefined),
    });
    expect(await run.follow().wait()).toEqual({ how: 'done' });
    expect(run.slurm.jobs.size).toBe(4);
  });

  test('one accepted without a number that anybody could read is found likewise', async () => {
    const answer = { code: 0, stdout: 'Have a nice day\n', stderr: '' };
    const run = begin(toys(), {
      fault: (command, calls) => (command === 'sbatch' && calls === 1 ? { answer, after: true } : undefined),
    });
    expect(await run.follow().wait()).toEqual({ how: 'done' });
    expect(run.slurm.jobs.size).toBe(4);
  });
});

test('what Slurm refuses for good ends the run in its own words, and what was submitted is stopped', async () => {
  const answer = failure(
    'sbatch: error: invalid partition specified: no\nsbatch: error: Batch job submission failed: Invalid partition name specified\n',
  );
  const run = begin(toys(), {
    perTick: 0,
    fault: (command, calls) => (command === 'sbatch' && calls === 2 ? { answer } : undefined),
  });
  expect(await run.follow().wait()).toEqual({
    how: 'broken',
    words:
      'sbatch refused scale@factor=2: invalid partition specified: no; Batch job submission failed: Invalid partition name specified',
  });
  expect(run.slurm.open()).toBe(0);
});

test('cancelled: the jobs are, and no node counts as failed', async () => {
  const run = begin(toys(), { perTick: 0 });
  const following = run.follow();
  const ending = following.wait();
  while (run.slurm.jobs.size < 4) await new Promise((resolve) => setTimeout(resolve, 1));
  following.cancel();
  expect(await ending).toEqual({ how: 'cancelled' });
  expect(run.slurm.open()).toBe(0);
  expect(messages(run)).toEqual([]);
});

describe('detached and attached again', () => {
  test('the second command knows all that the first did, and hears what was said meanwhile', async () => {
    const run = begin(toys());
    expect(await run.follow(true).wait()).toMatchObject({ how: 'detached' });
    expect(run.slurm.jobs.size).toBe(4);
    await run.slurm.execute('squeue', ['--jobs=1']); // time goes by
    expect(await run.follow().wait()).toEqual({ how: 'done' });
    expect(run.slurm.jobs.size).toBe(4);
    expect(
      run.said
        .filter(({ event }) => event === 'done')
        .map((event) => event.node)
        .sort(),
    ).toEqual(Object.keys(every).sort());
  });

  test(
    'killed at any step of its journal, another goes on without a job too many or too few',
    { timeout: 300_000 },
    async () => {
      const whole = begin(toys(), { act: (nodes) => ({ failed: nodes.filter((id) => id === 'half') }) });
      await whole.follow().wait();
      const steps = fs.readFileSync(path.join(whole.book.folder.folder, 'journal.jsonl'), 'utf8').split('\n').length;
      for (let kept = 0; kept < steps; kept++) {
        const run = begin(toys(), { act: (nodes) => ({ failed: nodes.filter((id) => id === 'half') }) });
        await run.follow().wait();
        const journal = path.join(run.book.folder.folder, 'journal.jsonl');
        const lines = fs.readFileSync(journal, 'utf8').split('\n');
        // what is in the journal was written before or after its step: a command that was killed may have done one more
        const known = lines.slice(0, kept);
        const asked = lines.filter((line) => line.includes('"asked"')).length;
        const step = known.filter((line) => line.includes('"asked"')).length;
        if (step < asked)
          [...run.slurm.jobs.keys()].filter((id) => Number(id) > step).forEach((id) => run.slurm.jobs.delete(id));
        fs.writeFileSync(journal, `${known.join('\n')}${known.length > 0 ? '\n{"over":"ha' : ''}`);
        expect(await run.follow().wait(), `${kept} steps`).toEqual({ how: 'failed' });
        // `page` needs no job where it is known by then that `half` failed
        expect([3, 4], `${kept} steps`).toContain(run.slurm.jobs.size);
        const names = [...run.slurm.jobs.values()].map(({ name }) => name.split('~')[0]);
        expect(new Set(names).size, `${kept} steps`).toBe(names.length);
        expect(fates(run)).toEqual(fates(whole));
      }
    },
  );
});
