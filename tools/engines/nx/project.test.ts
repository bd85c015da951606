// What Nx is told of the nodes of a run: those that run alone, each after those of them that it needs.
import type { Graph, GraphNode } from '@jetdemon/workflow';
import { expect, test } from 'vitest';
import type { LinkedSpec } from '../../catalogue/node-spec.ts';
import { runOrder } from './order.ts';

const nodeOf = (id: string, needs: readonly string[], device?: string) =>
  ({
    id,
    base: id,
    axes: {},
    task: 'toy/scale',
    params: {},
    needs: { numbers: needs },
    device,
  }) as unknown as GraphNode;
const graph: Graph = {
  name: 'toys',
  title: 'Toys',
  nodes: [
    nodeOf('draw', []),
    nodeOf('half', ['draw'], 'cuda'),
    nodeOf('tenth', ['draw']),
    nodeOf('page', ['half', 'tenth']),
  ],
};
const specs = new Map(graph.nodes.map(({ id }) => [id, { node: id } as LinkedSpec]));
const orderOf = (device?: string) =>
  runOrder({ graph, specs, device, pending: ['half', 'page'], set: [], forced: [], jobs: 2, failFast: false });

test('projects are those of the nodes that run, and of the workflow', () => {
  expect(Object.values(orderOf().projects).map(({ name }) => name)).toEqual(['toys/half', 'toys/page', 'toys']);
});

test('a node waits for what runs, and not for what is there', () => {
  const { projects } = orderOf();
  const after = (name: string, target: string) => {
    const { dependsOn } = projects[name]!.targets[target]!;
    return (dependsOn as { projects: string[] }[]).flatMap((one) => one.projects);
  };
  expect(after('workflows/toys/half', 'run')).toEqual([]);
  expect(after('workflows/toys/page', 'run')).toEqual(['toys/half']);
  expect(after('workflows/toys', 'all')).toEqual(['toys/half', 'toys/page']);
});

test.each([
  [undefined, ['cuda', 'auto']],
  ['cpu', ['cpu', 'cpu']],
])('with --device %s nodes are computed on %j', (device, expected) => {
  const targets = Object.values(orderOf(device).projects).flatMap(({ targets: { run } }) => run ?? []);
  expect(targets.map(({ options }) => (options as { env: Record<string, string> }).env['JETDEMON_DEVICE'])).toEqual(
    expected,
  );
});
