// Chunks and arrays of nodes: what is grouped, what waits for what, and that no order is lost, whatever the graph.
import { describe, expect, test } from 'vitest';
import { arraysOf, type Job } from './arrays.ts';
import { chunksOf, type PlanNode } from './chunks.ts';
import type { NodeRequest } from './request.ts';

const guessed = { memory: true, time: true };
const request = (expected?: number): NodeRequest => ({
  cpus: 1,
  gpus: 0,
  memoryMB: 1024,
  seconds: 600,
  guessed,
  expected,
});
const node = (id: string, needs: readonly string[] = [], expected?: number): PlanNode => ({
  ...{ id, base: id.split('@')[0]!, needs },
  request: request(expected),
});

const plan = (nodes: readonly PlanNode[], arraySize = 1001, placed = new Map()) => {
  let count = 0;
  return arraysOf(chunksOf(nodes, placed), { arraySize }, (chunk) => `${chunk.bases.join('+')}.${++count}`);
};
const shape = (jobs: readonly Job[]) =>
  jobs.map(({ name, tasks, after }) => ({
    name,
    tasks: tasks.map(({ index, nodes }) => `${index}: ${nodes.join(' ')}`),
    after,
  }));
const points = (base: string, many: number, needs: (i: number) => string[], expected?: number) =>
  Array.from({ length: many }, (_, i) => node(`${base}@i=${i}`, needs(i), expected));

test('a matrix is an array, and one that follows point by point waits point by point', () => {
  const train = points('train', 3, () => ['load']);
  const score = points('score', 3, (i) => ['load', `train@i=${i}`]);
  const page = node(
    'page',
    [...train, ...score].map(({ id }) => id),
  );
  expect(shape(plan([node('load'), ...train, ...score, page]))).toEqual([
    { name: 'load.1', tasks: ['0: load'], after: [] },
    {
      name: 'train.2',
      tasks: ['0: train@i=0', '1: train@i=1', '2: train@i=2'],
      after: [{ job: 'load.1', tasks: 'all' }],
    },
    {
      name: 'score.3',
      tasks: ['0: score@i=0', '1: score@i=1', '2: score@i=2'],
      after: [
        { job: 'load.1', tasks: 'all' },
        { job: 'train.2', tasks: 'same' },
      ],
    },
    {
      name: 'page.4',
      tasks: ['0: page'],
      after: [
        { job: 'train.2', tasks: 'all' },
        { job: 'score.3', tasks: 'all' },
      ],
    },
  ]);
});

test('points that follow some of another matrix wait for those alone', () => {
  const train = points('train', 4, () => []);
  const mean = points('mean', 2, (i) => [`train@i=${2 * i}`, `train@i=${2 * i + 1}`]);
  expect(shape(plan([...train, ...mean])).slice(1)).toEqual([
    {
      name: 'mean.2',
      tasks: ['0: mean@i=0'],
      after: [
        { job: 'train.1', tasks: 'one', index: 0 },
        { job: 'train.1', tasks: 'one', index: 1 },
      ],
    },
    {
      name: 'mean.3',
      tasks: ['0: mean@i=1'],
      after: [
        { job: 'train.1', tasks: 'one', index: 2 },
        { job: 'train.1', tasks: 'one', index: 3 },
      ],
    },
  ]);
});

test('so many of them that each would be a job of its own wait for the end of all', () => {
  const train = points('train', 100, () => []);
  const mean = points('mean', 50, (i) => [`train@i=${2 * i}`, `train@i=${2 * i + 1}`]);
  const [, second, ...rest] = plan([...train, ...mean]);
  expect(second).toMatchObject({ array: true, after: [{ job: 'train.1', tasks: 'ended' }] });
  expect(second!.tasks).toHaveLength(50);
  expect(rest).toEqual([]);
});

test('an array is no larger than allowed, and what follows it point by point is cut likewise', () => {
  const train = points('train', 2500, () => []);
  const score = points('score', 2500, (i) => [`train@i=${i}`]);
  const jobs = plan([...train, ...score]);
  expect(jobs.map(({ name, tasks }) => [name, tasks.length, Math.max(...tasks.map(({ index }) => index))])).toEqual([
    ['train.1', 1001, 1000],
    ['train.2', 1001, 1000],
    ['train.3', 498, 497],
    ['score.4', 1001, 1000],
    ['score.5', 1001, 1000],
    ['score.6', 498, 497],
  ]);
  expect(jobs[4]!.after).toEqual([{ job: 'train.2', tasks: 'same' }]);
});

describe('small ones are grouped', () => {
  test('a chain of them is one job; a long one has its own', () => {
    const nodes = [
      node('load', [], 2),
      node('split', ['load'], 5),
      node('train', ['split'], 900),
      node('page', ['train'], 1),
    ];
    expect(shape(plan(nodes)).map(({ tasks }) => tasks)).toEqual([['0: load split'], ['0: train'], ['0: page']]);
  });

  test('points of a matrix, up to five minutes, their times added up and the largest memory taken', () => {
    const [first, ...others] = points('scan', 25, () => ['load'], 50);
    const large = { ...first!, request: { ...first!.request, memoryMB: 8000 } };
    const jobs = plan([node('load'), large, ...others]);
    expect(jobs).toHaveLength(3); // the one with more memory, and those like each other
    const all = jobs
      .slice(1)
      .flatMap(({ tasks, request: { memoryMB, seconds } }) =>
        tasks.map(({ nodes }) => [nodes.length, memoryMB, seconds]),
      );
    expect(all).toEqual([
      [6, 8000, 3600],
      [6, 1024, 3600],
      [6, 1024, 3600],
      [6, 1024, 3600],
      [1, 1024, 3600],
    ]);
  });

  test('not with what asks for another machine', () => {
    const gpu = node('train', ['load'], 5);
    const nodes = [node('load', [], 2), { ...gpu, request: { ...gpu.request, gpus: 1 } }];
    expect(plan(nodes)).toHaveLength(2);
  });

  test('not where more would be waited for', () => {
    const nodes = [node('load', [], 2), node('long', ['load'], 900), node('page', ['load', 'long'], 2)];
    expect(shape(plan(nodes)).map(({ tasks }) => tasks)).toEqual([['0: load'], ['0: long'], ['0: page']]);
  });
});

test('what was submitted before is waited for by its name', () => {
  const placed = new Map([['train@i=1', { job: 'old', index: 7 }]]);
  expect(shape(plan([node('score', ['train@i=1'])], 1001, placed))).toEqual([
    { name: 'score.1', tasks: ['0: score'], after: [{ job: 'old', tasks: 'one', index: 7 }] },
  ]);
});

test('of any graph, every node is in one task, after or in a job that waits for all that it needs', () => {
  let state = 12345;
  const random = (below: number) => {
    state = (state * 1103515245 + 12345) % 2 ** 31; // any will do
    return Math.floor((state / 2 ** 31) * below);
  };
  for (let round = 0; round < 60; round++) {
    const nodes: PlanNode[] = [];
    for (let i = 0; i < 40; i++) {
      const needs = new Set(
        Array.from({ length: random(4) }, () => nodes[random(nodes.length)]?.id).flatMap((id) => id ?? []),
      );
      nodes.push(node(`${'abc'[random(3)]}@i=${i}`, [...needs], random(2) ? random(100) : undefined));
    }
    const jobs = plan(nodes, 5);
    const taskOf = new Map(
      jobs.flatMap((job, at) => job.tasks.flatMap((task) => task.nodes.map((id) => [id, { at, task }] as const))),
    );
    expect([...taskOf.keys()].sort()).toEqual(nodes.map(({ id }) => id).sort());
    for (const { id, needs } of nodes) {
      const mine = taskOf.get(id)!;
      for (const need of needs) {
        const its = taskOf.get(need)!;
        if (its.task === mine.task) expect(mine.task.nodes.indexOf(need)).toBeLessThan(mine.task.nodes.indexOf(id));
        else {
          expect(its.at).toBeLessThan(mine.at);
          const waits = jobs[mine.at]!.after.filter((after) => after.job === jobs[its.at]!.name);
          const covered = waits.some((after) =>
            after.tasks === 'one'
              ? after.index === its.task.index
              : after.tasks !== 'same' || its.task.index === mine.task.index,
          );
          expect(covered, `${id} waits for ${need}`).toBe(true);
        }
      }
    }
    for (const { tasks } of jobs) expect(Math.max(...tasks.map(({ index }) => index))).toBeLessThan(5);
  }
});
