// Matrix products, alone and with bias and activation.
import { UnsupportedKernelError } from '../../errors.ts';
import { type Builder, broadcastShape } from '../builder.ts';
import type { Value } from '../graph.ts';
import type { Kernel, KernelAttributes, KernelTable } from '../kernel.ts';
import { sigmoid, special } from './special.ts';

const product = (extents: readonly number[]): number => extents.reduce((a, b) => a * b, 1);

/** The matrix under a transpose of the last two axes, and whether there was one. */
function withoutTranspose(x: Value): { matrix: Value; flipped: boolean } {
  const { origin } = x;
  if (origin.kind === 'node' && origin.op === 'Transpose' && x.shape.length === 2)
    return { matrix: origin.inputs[0]!, flipped: true };
  return { matrix: x, flipped: false };
}

const swapped = (build: Builder, x: Value): Value => {
  const axes = x.shape.map((_, axis) => axis);
  return build.transpose(x, [...axes.slice(0, -2), axes.at(-1)!, axes.at(-2)!]);
};

/** Two-dimensional product; ONNX's Gemm transposes as it goes and adds a bias. */
function gemm(build: Builder, a: Value, b: Value, transposeA: boolean, transposeB: boolean): Value {
  const [left, right] = [withoutTranspose(a), withoutTranspose(b)];
  const [transA, transB] = [transposeA !== left.flipped, transposeB !== right.flipped];
  const rows = left.matrix.shape[transA ? 1 : 0]!;
  const columns = right.matrix.shape[transB ? 0 : 1]!;
  const attributes = { transA: Number(transA), transB: Number(transB) };
  return build.graph.node('Gemm', [left.matrix, right.matrix], [rows, columns], 'float32', attributes);
}

/** a·b over the last two axes, the others broadcast; a matrix that all of `a` meets makes it one large product. */
export function matMul(build: Builder, a: Value, b: Value, transposeA: boolean, transposeB: boolean): Value {
  const [outerA, outerB] = [a.shape.slice(0, -2), b.shape.slice(0, -2)];
  const outer = broadcastShape(outerA, outerB);
  const rows = a.shape.at(transposeA ? -1 : -2)!;
  const columns = b.shape.at(transposeB ? -2 : -1)!;
  const shape = [...outer, rows, columns];
  if (product(outerB) === 1 && (product(outerA) === 1 || !transposeA)) {
    const left = product(outerA) === 1 ? a.shape.slice(-2) : [product(outerA) * rows, a.shape.at(-1)!];
    const flat = gemm(build, build.reshape(a, left), build.reshape(b, b.shape.slice(-2)), transposeA, transposeB);
    return build.reshape(flat, shape);
  }
  const left = transposeA ? swapped(build, a) : a;
  const right = transposeB ? swapped(build, b) : b;
  return build.graph.node('MatMul', [left, right], shape, 'float32');
}

const activations: Record<string, (build: Builder, x: Value, attributes: KernelAttributes, slope?: Value) => Value> = {
  linear: (_, x) => x,
  relu: (build, x) => build.unary('Relu', x),
  sigmoid,
  ...Object.fromEntries(
    (['relu6', 'elu', 'prelu', 'leakyrelu'] as const).map((name) => {
      const kernel = { relu6: 'Relu6', elu: 'Elu', prelu: 'Prelu', leakyrelu: 'LeakyRelu' }[name];
      return [
        name,
        (build: Builder, x: Value, attributes: KernelAttributes, slope?: Value) =>
          special[kernel]!({
            kernel,
            build,
            inputs: slope ? { x, alpha: slope } : { x },
            list: [x],
            attributes: { alpha: attributes.leakyreluAlpha },
          }) as Value,
      ];
    }),
  ),
};

const fused: Kernel = ({ build, inputs: { a, b, bias, preluActivationWeights }, attributes, kernel }) => {
  requireFloat(kernel, a!, b!);
  const activation = activations[String(attributes.activation ?? 'linear')];
  if (!activation) throw new UnsupportedKernelError(kernel, `there is no activation ${String(attributes.activation)}`);
  const bare = matMul(build, a!, b!, Boolean(attributes.transposeA), Boolean(attributes.transposeB));
  return activation(build, bias ? build.add(bare, bias) : bare, attributes, preluActivationWeights);
};

function requireFloat(kernel: string, ...values: Value[]): void {
  for (const { type } of values)
    if (type !== 'float32') throw new UnsupportedKernelError(kernel, `its input is ${type}`);
}

export const matrices: KernelTable = {
  BatchMatMul({ build, inputs: { a, b }, attributes, kernel }) {
    requireFloat(kernel, a!, b!);
    return matMul(build, a!, b!, Boolean(attributes.transposeA), Boolean(attributes.transposeB));
  },
  _FusedMatMul: fused,
};
