// TensorFlow.js' own op, gradient and optimizer tests, from the installed package, on the table of compiled kernels.
import { beforeAll, describe, expect, test } from 'vitest';
import { knownFailures } from './known-failures.ts';
import { figuresOf, report } from './report.ts';
import { outcomeOf, type SuiteResult } from './result.ts';
import { runSuite, suiteFiles } from './run-suite.ts';

/** What dense, convolutional, attention, normalisation and segment networks need, forward and backward. */
const required = [
  ...[
    'Add',
    'AddN',
    'Multiply',
    'RealDiv',
    'Sub',
    'Exp',
    'Log',
    'Sqrt',
    'Rsqrt',
    'Pow',
    'Square',
    'Maximum',
    'Minimum',
  ],
  ...['Relu', 'Elu', 'LeakyRelu', 'Prelu', 'Selu', 'Sigmoid', 'Softplus', 'Tanh', 'Erf', 'Step', 'EluGrad'],
  ...['BatchMatMul', '_FusedMatMul', 'Einsum', 'Softmax', 'FusedBatchNorm', 'Sum', 'Mean', 'Max', 'Min', 'Prod'],
  ...['Conv2D', 'Conv2DBackpropInput', 'Conv2DBackpropFilter', 'FusedConv2D', 'FusedDepthwiseConv2D'],
  ...['DepthwiseConv2dNative', 'DepthwiseConv2dNativeBackpropInput', 'DepthwiseConv2dNativeBackpropFilter'],
  ...['MaxPool', 'MaxPoolGrad', 'AvgPool', 'AvgPoolGrad', 'ResizeBilinear', 'ResizeBilinearGrad'],
  ...['GatherV2', 'GatherNd', 'ScatterNd', 'UnsortedSegmentSum', 'OneHot', 'TopK', 'ArgMax', 'Cumsum', 'Select'],
  ...[
    'PadV2',
    'MirrorPad',
    'Reverse',
    'Slice',
    'StridedSlice',
    'Transpose',
    'Concat',
    'Pack',
    'Unpack',
    'SplitV',
    'Tile',
  ],
];

let result: SuiteResult;
let implemented: ReadonlySet<string>;
const failing = (): { name: string; why: string }[] =>
  result.specs.flatMap((spec) => {
    const outcome = outcomeOf(spec, implemented);
    return outcome.kind === 'failed' ? [{ name: spec.name, why: outcome.why.slice(0, 300) }] : [];
  });

beforeAll(async () => {
  result = await runSuite(suiteFiles());
  implemented = new Set(result.implemented);
  console.log(report(result));
}, 600_000);

describe("TensorFlow.js' own suite", () => {
  test('is all there', () => {
    // 3528 in version 4.22.0.
    expect(result.specs.length).toBeGreaterThan(3000);
  });

  test('fails nowhere but where it is known and explained', () => {
    expect(failing().filter(({ name }) => !(name in knownFailures))).toEqual([]);
  });

  test('fails in every place that is said to fail', () => {
    const names = new Set(failing().map(({ name }) => name));
    expect(Object.keys(knownFailures).filter((name) => !names.has(name))).toEqual([]);
  });

  test('passes in nine of ten specs of the implemented kernels, strings included', () => {
    expect(figuresOf(result).share).toBeGreaterThanOrEqual(0.9);
  });

  test.each(required)('calls %s with success', (kernel) => {
    const { passed, failed } = figuresOf(result).kernels.get(kernel) ?? { passed: 0, failed: 0 };
    expect(passed).toBeGreaterThan(0);
    expect(passed).toBeGreaterThan(failed);
  });
});
