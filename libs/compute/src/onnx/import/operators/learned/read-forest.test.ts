// One split as lists of ONNX-ML: what is read, and lists that contradict each other.
import { expect, test } from 'vitest';
import { Attributes } from '../../attributes.ts';
import type { AttributeValue } from '../../graph.ts';
import type { Call } from '../../operator.ts';
import { listed } from './read-forest.ts';

const ints = (...value: number[]): AttributeValue => ({ kind: 'ints', value });
const floats = (...value: number[]): AttributeValue => ({ kind: 'floats', value });

/** x₁ < 2 ? 5 : 7, the ids of its nodes out of order. */
const split: Readonly<Record<string, AttributeValue>> = {
  nodes_treeids: ints(0, 0, 0),
  nodes_nodeids: ints(2, 0, 1),
  nodes_modes: { kind: 'strings', value: ['LEAF', 'BRANCH_LT', 'LEAF'] },
  nodes_featureids: ints(0, 1, 0),
  nodes_values: floats(0, 2, 0),
  nodes_truenodeids: ints(0, 1, 0),
  nodes_falsenodeids: ints(0, 2, 0),
  target_treeids: ints(0, 0),
  target_nodeids: ints(1, 2),
  target_ids: ints(0, 0),
  target_weights: floats(5, 7),
};

const read = (change: Readonly<Record<string, AttributeValue>> = {}) =>
  listed({ attributes: new Attributes(new Map(Object.entries({ ...split, ...change }))) } as Call, 'target', 1);

test('ids become places, a leaf leads to itself', () => {
  expect(read()).toMatchObject({
    roots: Int32Array.of(1),
    features: Int32Array.of(0, 1, 0),
    splits: Float32Array.of(0, 2, 0),
    yes: Int32Array.of(0, 2, 2),
    no: Int32Array.of(0, 0, 2),
    weights: Float32Array.of(7, 0, 5),
  });
});

test.each<[string, Readonly<Record<string, AttributeValue>>]>([
  ['nodes_values: expected 3 of them, found 2', { nodes_values: floats(0, 2) }],
  ['tree 0 has no node 9', { nodes_truenodeids: ints(0, 9, 0) }],
  ['expected 1 to 16777216 nodes of different ids, found 3', { nodes_nodeids: ints(2, 0, 0) }],
  ['target_ids: expected 0 to 0, found 1', { target_ids: ints(0, 1) }],
  ['expected as many target_treeids, _nodeids, _ids and _weights', { target_weights: floats(5) }],
  ['its leaves hold NaN or infinity', { target_weights: floats(5, NaN) }],
  ['its thresholds hold NaN', { nodes_values: floats(0, NaN, 0) }],
])('refused: %s', (message, change) => {
  expect(() => read(change)).toThrow(message);
});
