// Largest entries, and places in sorted rows.
import type { Kernel, KernelTable } from '../kernel.ts';

/** The k largest of the last axis, in order, and their indices; of equals the first comes first. */
const largest: Kernel = ({ build, inputs: { x }, attributes }) => {
  const k = attributes.k as number;
  const shape = [...x!.shape.slice(0, -1), k];
  const inputs = [x!, build.graph.integers([k])];
  const options = { axis: -1, largest: 1, sorted: 1 };
  const indices = build.graph.node('TopK:1/2', inputs, shape, 'int64', options);
  return [build.graph.node('TopK:0/2', inputs, shape, x!.type, options), build.cast(indices, 'int32')];
};

/** How many of its sorted row come before each value; `right` counts those equal to it too. */
const searchSorted: Kernel = ({ build, inputs: { sortedSequence, values }, attributes }) => {
  const [rows, length] = sortedSequence!.shape as [number, number];
  const row = build.reshape(sortedSequence!, [rows, 1, length]);
  const value = build.reshape(values!, [...values!.shape, 1]);
  const before = build.compare(attributes.side === 'left' ? 'Less' : 'LessOrEqual', row, value);
  return build.reduce('ReduceSum', build.cast(before, 'int32'), [2], false);
};

export const ordering: KernelTable = { SearchSorted: searchSorted, TopK: largest };
