// Texts for HTCondor: what they say of a plan; test/interop has HTCondor's own parser read them.
import { expect, test } from 'vitest';
import type { Chunk } from '../batch/chunks.ts';
import { dagOf, descriptionOf, kindsOf } from './dag.ts';

const request = { cpus: 1, gpus: 0, memoryMB: 4096, seconds: 7200 };
const chunks: Chunk[] = [
  { nodes: ['draw'], bases: ['draw'], request, needs: [], places: [] },
  { nodes: ['scale@factor=2', 'scale@factor=3'], bases: ['scale'], request, needs: [0], places: [] },
  { nodes: ['page'], bases: ['page'], request: { ...request, gpus: 1 }, needs: [0, 1], places: [] },
];

test('a DAG: a job per chunk, what it waits for, and that a failure of its nodes is not repeated', () => {
  const kinds = kindsOf(chunks);
  expect(kinds).toHaveLength(2);
  expect(dagOf({ name: 'toys', title: 'Toys\nJOB x y', nodes: [] }, chunks, kinds, 4))
    .toBe(`# toys: Toys JOB x y; 4 nodes in 3 jobs
# draw
JOB n0 0.sub
VARS n0 index="0"
RETRY n0 3 UNLESS-EXIT 1
# scale@factor=2 scale@factor=3
JOB n1 0.sub
VARS n1 index="1"
RETRY n1 3 UNLESS-EXIT 1
# page
JOB n2 1.sub
VARS n2 index="2"
RETRY n2 3 UNLESS-EXIT 1
PARENT n0 CHILD n1 n2
PARENT n1 CHILD n2
`);
});

test('a description: the time that it may run, and a folder whose name needs quotes', () => {
  const text = descriptionOf({ ...request, gpus: 1 }, { root: '/w', folder: '/w/o\'h "no', job: 'dag' });
  const lines = text.split('\n');
  expect(lines).toContain("arguments = \"'/w/o''h \"\"no' 'dag' $(index)\"");
  for (const line of [
    '+MaxRuntime = 7200',
    'allowed_job_duration = 7200',
    'request_memory = 4096 MB',
    'request_gpus = 1',
  ])
    expect(lines).toContain(line);
  expect(lines.at(-2)).toBe('queue');
});
