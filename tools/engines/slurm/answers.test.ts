// Answers of Slurm 22.05's commands as they were printed, and what sites and wrappers add to them.
import { describe, expect, test } from 'vitest';
import { endsOf, idOf, isAlive, problemOf, settingsOf, statesOf } from './answers.ts';

describe('the id of a submitted job', () => {
  test.each([
    ['12\n', '12'],
    ['4711;cluster-2\n', '4711'],
    ['Submitted batch job 31\n', '31'],
    ['Submitted batch job 31 on cluster lx2\n', '31'],
    // noise before and behind it
    ['*** Maintenance on 12 December, 08:00 ***\nYour quota: 81% of 100 GB\n12\n', '12'],
    ['sbatch: Verify job submission ...\nsbatch: Using project 17\n77;lumi\n\n', '77'],
    ['99\nThank you for flying with us\n', '99'],
  ])('%j', (stdout, id) => expect(idOf(stdout)).toBe(id));

  test.each(['', 'accepted\n', 'job 12 of 30\n', '12a\n', '-3\n'])('none in %j', (stdout) => {
    expect(idOf(stdout)).toBeUndefined();
  });
});

describe('what a refusal means', () => {
  test.each([
    ['sbatch: error: Batch job submission failed: Unable to contact slurm controller (connect failure)', 'no answer'],
    ['slurm_load_jobs error: Unable to contact slurm controller (connect failure)', 'no answer'],
    ['sbatch: error: Batch job submission failed: Socket timed out on send/recv operation', 'no answer'],
    [
      'sacct: error: slurm_persist_conn_open_without_init: failed to open persistent connection to host:db:6819: Connection refused',
      'no answer',
    ],
    ['slurm_load_jobs error: Invalid job id specified', 'unknown job'],
    [
      "sbatch: error: AssocMaxSubmitJobLimit\nsbatch: error: Batch job submission failed: Job violates accounting/QOS policy (job submit limit, user's size and/or time limits)",
      'limit',
    ],
    ['sbatch: error: QOSMaxSubmitJobPerUserLimit', 'limit'],
    ['sbatch: error: Slurm temporarily unable to accept job, sleeping and retrying', 'limit'],
    ['sbatch: error: Batch job submission failed: Resource temporarily unavailable', 'limit'],
    [
      'sbatch: error: Memory specification can not be satisfied\nsbatch: error: Batch job submission failed: Requested node configuration is not available',
      'refused',
    ],
    [
      'sbatch: error: invalid partition specified: no\nsbatch: error: Batch job submission failed: Invalid partition name specified',
      'refused',
    ],
    ['sbatch: error: Invalid generic resource (gres) specification', 'refused'],
    ['sbatch: error: Batch job submission failed: Invalid job array specification', 'refused'],
  ])('%j', (stderr, problem) => expect(problemOf(stderr)).toBe(problem));
});

test('states of jobs and of tasks of arrays, and why', () => {
  const states = statesOf(`3_1|CANCELLED|DependencyNeverSatisfied
4|CANCELLED|DependencyNeverSatisfied
2_0|COMPLETED|None
2_1|FAILED|NonZeroExitCode
10|PENDING|DependencyNeverSatisfied
12|RUNNING|None
13|PENDING|ReqNodeNotAvail, UnavailableNodes:vm
Your quota: 81%
`);
  expect(Object.fromEntries(states)).toEqual({
    '3_1': { state: 'CANCELLED', reason: 'DependencyNeverSatisfied' },
    4: { state: 'CANCELLED', reason: 'DependencyNeverSatisfied' },
    '2_0': { state: 'COMPLETED', reason: 'None' },
    '2_1': { state: 'FAILED', reason: 'NonZeroExitCode' },
    10: { state: 'PENDING', reason: 'DependencyNeverSatisfied' },
    12: { state: 'RUNNING', reason: 'None' },
    13: { state: 'PENDING', reason: 'ReqNodeNotAvail, UnavailableNodes:vm' },
  });
  expect([...states].flatMap(([id, state]) => (isAlive(state) ? [id] : []))).toEqual(['10', '12', '13']);
});

test('ends by accounting: who cancelled is left out, the last line of a job that was requeued counts', () => {
  const ends = endsOf('12|CANCELLED by 1000\n13_0|OUT_OF_MEMORY\n14|NODE_FAIL\n14|TIMEOUT\n14.batch|CANCELLED\n');
  expect(Object.fromEntries(ends)).toEqual({
    12: { state: 'CANCELLED', reason: '' },
    '13_0': { state: 'OUT_OF_MEMORY', reason: '' },
    14: { state: 'TIMEOUT', reason: '' },
  });
});

test('settings of a controller', () => {
  const text =
    'Configuration data as of 2026-11-29T11:14:12\nMaxArraySize            = 1001\nMaxJobCount             = 10000\nEpilog                  = (null)\n';
  expect(settingsOf(text).get('MaxArraySize')).toBe('1001');
});
