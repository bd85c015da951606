// Slices as TensorFlow writes them.
import { knownIntegers, Value } from '../onnx/import/value.ts';
import { TfjsError } from './errors.ts';
import { int } from './graph-node.ts';
import { call, type GraphOperator } from './onnx-call.ts';

/** Slices by masks of bits: begins and ends that do not count, axes that go or come. */
export const stridedSlice: GraphOperator = (node, [x, begin, end, strides]) => {
  const mask = (name: string) => (at: number) => (int(node, name, 0) >> at) % 2 === 1;
  const [free, open, gone] = [mask('begin_mask'), mask('end_mask'), mask('shrink_axis_mask')];
  if (int(node, 'ellipsis_mask', 0) !== 0) throw new TfjsError('an ellipsis in its slice is not supported');
  const fresh = mask('new_axis_mask');
  const [starts, ends, steps] = [begin!, end!, strides!].map((value) => knownIntegers(value, 'slice')) as [number[], number[], number[]]; // prettier-ignore
  const far = 2 ** 31 - 1;
  const rows: { axis: number; start: number; end: number; step: number }[] = [];
  const [kept, added]: [number[], number[]] = [[], []];
  let axis = 0;
  starts.forEach((start, at) => {
    if (fresh(at)) {
      added.push(at);
      return;
    }
    const step = gone(at) ? 1 : steps[at]!;
    if (gone(at)) rows.push({ axis, start, end: start === -1 ? far : start + 1, step });
    else rows.push({ axis, start: free(at) ? (step > 0 ? 0 : far) : start, end: open(at) ? (step > 0 ? far : -far) : ends[at]!, step }); // prettier-ignore
    if (gone(at)) kept.push(axis);
    axis++;
  });
  const column = (of: (row: (typeof rows)[number]) => number): Value => Value.integers(rows.map(of));
  const cut = rows.length === 0 ? x! : call('Slice', [x!, column((row) => row.start), column((row) => row.end), column((row) => row.axis), column((row) => row.step)])[0]!; // prettier-ignore
  if (added.length > 0 && kept.length > 0)
    throw new TfjsError('axes that go and axes that come in one slice are not supported');
  if (added.length > 0) return call('Unsqueeze', [cut, Value.integers(added)]);
  return kept.length > 0 ? call('Squeeze', [cut, Value.integers(kept)]) : [cut];
};
