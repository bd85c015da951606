// What becomes of the nodes of tasks that ended, sort by sort.
import { describe, expect, test } from 'vitest';
import { fatesOf, MOST_TRIES, type Facts } from './outcome.ts';

const facts = (changed: Partial<Facts>): Facts => ({
  id: '12_3',
  nodes: ['a', 'b'],
  end: undefined,
  state: undefined,
  running: undefined,
  said: new Map(),
  hopeless: () => false,
  orphaned: false,
  request: () => ({
    ...{ cpus: 1, gpus: 0, memoryMB: 2000, seconds: 5400, expected: undefined },
    guessed: { memory: false, time: false },
  }),
  tries: () => 0,
  printed: '',
  ...changed,
});
const fates = (changed: Partial<Facts>) => Object.fromEntries(fatesOf(facts(changed)));
const state = (name: string, reason = 'None') => ({ state: name, reason });
const guessed = () => ({ ...facts({}).request('a'), guessed: { memory: true, time: true } });
const failed = (message: string) => ({ is: 'failed', message: `its job 12_3 of Slurm ${message}` });
const again = (why: string) => ({ is: 'again', why });

describe('one that ended by itself', () => {
  test('its word counts, whatever Slurm says', () => {
    const end = { nodes: { a: 'done', b: 'failed' } } as const;
    expect(fates({ end, state: state('NODE_FAIL') })).toEqual({ a: { is: 'done' }, b: { is: 'failed' } });
  });

  test('what it left out is left out where there is no hope, else begun again', () => {
    const end = { nodes: { a: 'skipped', b: 'skipped' } } as const;
    expect(fates({ end, hopeless: (node) => node === 'a' })).toEqual({ a: { is: 'skipped' }, b: again('not begun') });
  });
});

describe('one that was killed', () => {
  test('what was done stays done; only the node that ran is at fault', () => {
    const said = new Map([['a', 'done' as const]]);
    expect(
      fates({ nodes: ['a', 'b', 'c'], said, running: 'b', state: state('OUT_OF_MEMORY'), request: guessed }),
    ).toEqual({
      a: { is: 'done' },
      b: again('memory'),
      c: again('not begun'),
    });
  });

  test.each(['NODE_FAIL', 'PREEMPTED', 'BOOT_FAIL', 'REVOKED'])('by %s: again', (name) => {
    expect(fates({ state: state(name) })).toEqual({ a: again('lost'), b: again('lost') });
  });

  test('forgotten, with accounting off or lost: again, but not for ever', () => {
    expect(fates({ nodes: ['a'] })).toEqual({ a: again('lost') });
    expect(fates({ nodes: ['a'], tries: () => MOST_TRIES })).toEqual({
      a: failed('was lost for the 4th time (forgotten)'),
    });
  });

  test('over, says Slurm, but without its last word (a full disk): again', () => {
    expect(fates({ nodes: ['a'], state: state('COMPLETED') })).toEqual({ a: again('lost') });
  });

  test('by memory: a guess is doubled, a wish is kept to', () => {
    expect(fates({ nodes: ['a'], state: state('OUT_OF_MEMORY'), request: guessed })).toEqual({ a: again('memory') });
    expect(fates({ nodes: ['a'], state: state('OUT_OF_MEMORY') })).toEqual({
      a: failed('was killed, since it needed more than 2000 MB: ask for more by resources: { memory: ... }'),
    });
    // Slurm 22.05 with jobacct_gather/linux and OverMemoryKill
    const printed = 'slurmstepd-vm: error: StepId=2.batch exceeded memory limit (764686336 > 209715200), being killed';
    expect(fates({ nodes: ['a'], state: state('FAILED', 'JobLaunchFailure'), request: guessed, printed })).toEqual({
      a: again('memory'),
    });
  });

  test('by time: likewise', () => {
    expect(fates({ nodes: ['a'], state: state('TIMEOUT', 'TimeLimit'), request: guessed })).toEqual({
      a: again('time'),
    });
    expect(fates({ nodes: ['a'], state: state('TIMEOUT', 'TimeLimit') })).toEqual({
      a: failed('was killed after 90 min: ask for more by resources: { time: ... }'),
    });
  });

  test('by scancel: failed; by its dependency: begun again, unless there is no hope', () => {
    expect(fates({ nodes: ['a'], state: state('CANCELLED') })).toEqual({ a: failed('was cancelled') });
    expect(fates({ nodes: ['a'], state: state('CANCELLED', 'Dependency') })).toEqual({ a: failed('was cancelled') });
    const reason = 'DependencyNeverSatisfied';
    expect(fates({ nodes: ['a'], state: state('CANCELLED', reason) })).toEqual({ a: again('not begun') });
    expect(fates({ nodes: ['a'], state: state('CANCELLED', reason), hopeless: () => true })).toEqual({
      a: { is: 'skipped' },
    });
    // accounting knows no reason, but what it waited for failed
    expect(fates({ nodes: ['a'], state: state('CANCELLED', ''), orphaned: true })).toEqual({ a: again('not begun') });
  });

  test('by anything else: failed, with what it printed', () => {
    expect(fates({ nodes: ['a'], state: state('FAILED', 'NonZeroExitCode'), printed: 'node: not found' })).toEqual({
      a: failed('ended as FAILED: node: not found'),
    });
  });
});
