import { expect, test } from 'vitest';
import { canonical, keyOfNode, type NodeSpec, type PortSpec, type UpstreamSpec } from './node-spec.ts';

const port = (upstream: UpstreamSpec, named = false): PortSpec => ({ take: 'one', named, nodes: [upstream] });

const spec: NodeSpec = {
  workflow: 'w',
  node: 'n@x=1',
  base: 'n',
  axes: { x: 1 },
  task: 'toy/scale',
  params: { factor: 2, seed: 1 },
  inputs: { numbers: port({ node: 'draw', base: 'draw', axes: {}, params: { count: 3 } }) },
  files: { 'a.json': 'aa' },
  code: 'cc',
  packages: { zod: '4.0.0' },
  kinds: { numbers: 1 },
  nodeMajor: 20,
};
const digests = { numbers: ['dd'] };
const key = keyOfNode(spec, digests);

test.each<[string, Partial<NodeSpec>]>([
  ['a parameter', { params: { factor: 3, seed: 1 } }],
  ['the seed', { params: { factor: 2, seed: 2 } }],
  ['the matrix point', { axes: { x: 2 } }],
  ['which port an input comes by', { inputs: { others: spec.inputs['numbers']! } }],
  ['a file that a parameter names', { files: { 'a.json': 'ab' } }],
  ['the code', { code: 'cd' }],
  ['the version of a package', { packages: { zod: '4.0.1' } }],
  ['the version of a kind', { kinds: { numbers: 2 } }],
  ['the major version of Node', { nodeMajor: 22 }],
])('%s is part of the key', (_, change) => {
  expect(keyOfNode({ ...spec, ...change }, digests)).not.toBe(key);
});

test('the contents of an input are part of the key', () => {
  expect(keyOfNode(spec, { numbers: ['de'] })).not.toBe(key);
});

test('the name of the node, that of the workflow and the order of keys are not', () => {
  const same = { ...spec, workflow: 'v', node: 'm@x=1', base: 'm', params: { seed: 1, factor: 2 } };
  expect(keyOfNode(same, digests)).toBe(key);
});

test.each<Partial<UpstreamSpec>>([{ node: 'd' }, { base: 'd' }, { axes: { x: 1 } }, { params: { count: 4 } }])(
  'what a task is told of its input, %o, is part of the key at a port that is named, and at no other',
  (change) => {
    const upstream = { node: 'draw', base: 'draw', axes: {}, params: { count: 3 } };
    const keyWith = (told: UpstreamSpec, named: boolean) =>
      keyOfNode({ ...spec, inputs: { numbers: port(told, named) } }, digests);
    expect(keyWith({ ...upstream, ...change }, false)).toBe(keyWith(upstream, false));
    expect(keyWith({ ...upstream, ...change }, true)).not.toBe(keyWith(upstream, true));
  },
);

test('a number that JSON cannot hold is refused rather than confused with null', () => {
  expect(() => canonical({ params: { limit: Infinity } })).toThrow('internal: limit is Infinity');
});
