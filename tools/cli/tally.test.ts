import type { Graph, GraphNode } from '@jetdemon/workflow';
import { describe, expect, test } from 'vitest';
import { Screen } from './screen.ts';
import { duration, Tally, upstreamOf } from './tally.ts';

const node = (id: string, ...from: string[]): GraphNode => ({
  ...{
    id,
    base: id,
    axes: {},
    task: 'toy/any',
    params: {},
    files: {},
    device: undefined,
    resources: {},
    file: 'workflows/toys.yaml',
    line: 1,
    places: {},
  },
  needs: { from },
});
const graph: Graph = { name: 'g', title: 'G', nodes: [node('a'), node('b', 'a'), node('c', 'b'), node('d', 'a')] };

function tallyOf(ids = ['a', 'b', 'c', 'd']) {
  const lines: string[] = [];
  const stream = {
    isTTY: false,
    columns: 80,
    write: (text: string) => lines.push(text.trim()) > 0,
  } as ConstructorParameters<typeof Screen>[0];
  return { tally: new Tally(graph, new Set(ids), new Screen(stream, ids)), lines };
}

describe('what became of the nodes', () => {
  test('those that the store has are said, and for whom they were computed where it was for others', () => {
    const { tally, lines } = tallyOf();
    tally.keep('a', { workflow: 'g', node: 'a' });
    tally.keep('b', { workflow: 'other', node: 'x' });
    tally.take({ node: 'c', event: 'started', pid: 7 });
    tally.take({ node: 'c', event: 'done', seconds: 75 });
    tally.take({ node: 'd', event: 'kept' });
    expect(tally.finish(true)).toEqual({ failed: 0 });
    expect(lines).toEqual([
      'a  from cache',
      'b  from cache (computed for x in other)',
      'c  done in 1 min 15 s',
      'd  from cache',
    ]);
    expect(tally.summary()).toBe('4 nodes: 1 computed, 3 from cache');
  });

  test('what needs a failed node, also indirectly, was skipped', () => {
    const { tally, lines } = tallyOf();
    tally.keep('a', { workflow: 'g', node: 'a' });
    tally.take({ node: 'b', event: 'started', pid: 7 });
    tally.take({ node: 'b', event: 'failed', message: 'no' });
    expect(tally.finish(false)).toEqual({ failed: 1 });
    expect(lines).toEqual(['a  from cache', 'b  failed: no', 'c  skipped: needs b', 'd  skipped: not run']);
    expect(tally.summary()).toBe('4 nodes: 0 computed, 1 from cache, 1 failed, 2 skipped');
  });

  test('one that started and fell silent was killed', () => {
    const { tally, lines } = tallyOf(['a']);
    tally.take({ node: 'a', event: 'started', pid: 7 });
    expect(tally.pids()).toEqual([7]);
    expect(tally.finish(false)).toEqual({ failed: 1 });
    expect(lines).toEqual(['a  failed: it was killed (out of memory?)']);
  });
});

test('a node comes with all that it needs', () => {
  expect([...upstreamOf(graph, ['c'])].sort()).toEqual(['a', 'b', 'c']);
});

test.each([
  [0.04, '0.0 s'],
  [9.96, '10 s'],
  [59.6, '1 min 0 s'],
  [125, '2 min 5 s'],
])('%f seconds read %s', (seconds, text) => {
  expect(duration(seconds)).toBe(text);
});
