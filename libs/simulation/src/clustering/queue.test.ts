import { expect, test } from 'vitest';
import { keyOf } from '@jetdemon/workflow';
import { Queue } from './queue.ts';

test('entries come out in ascending distance; of equal ones the smaller scale, then the earlier node', () => {
  const uniform = keyOf(1).uniform();
  const count = 300;
  const few = (to: number) => Float64Array.from({ length: count }, () => Math.floor(to * uniform()));
  const distances = few(20);
  const scale = few(4);
  const queue = new Queue();
  queue.fill(distances, 100, scale);
  for (let node = 100; node < 200; node++) queue.push(distances[node]!, node, scale);
  const all = Array.from({ length: 200 }, (_, node) => node);
  const before = (a: number, b: number) => distances[a]! - distances[b]! || scale[a]! - scale[b]! || a - b;

  // The first hundred make way for new nodes, whatever those weigh.
  for (let node = 200; node < count; node++) {
    all.sort(before);
    expect([queue.node, queue.distance]).toEqual([all[0], distances[all[0]!]]);
    all[0] = node;
    queue.replace(distances[node]!, node, scale);
  }
  for (const node of all.sort(before)) {
    expect(queue.node).toBe(node);
    queue.drop(scale);
  }
  expect(queue.size).toBe(0);
});
