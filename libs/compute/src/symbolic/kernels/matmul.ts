// Matrix products, alone and with bias and activation.
import * as tf from '@tensorflow/tfjs-core';
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

/** a·b over the last two axes, the others broadcast. */
export function matMul(build: Builder, a: Value, b: Value, transposeA: boolean, transposeB: boolean): Value {
  const { made, shape } = productOf(build, a, b, transposeA, transposeB);
  return build.reshape(made, shape);
}

/** What is made and the shape it stands for: a matrix that all of `a` meets makes it one large product, a matrix itself. */
function productOf(build: Builder, a: Value, b: Value, transposeA: boolean, transposeB: boolean) {
  const [outerA, outerB] = [a.shape.slice(0, -2), b.shape.slice(0, -2)];
  const outer = broadcastShape(outerA, outerB);
  const rows = a.shape.at(transposeA ? -1 : -2)!;
  const columns = b.shape.at(transposeB ? -2 : -1)!;
  const shape = [...outer, rows, columns];
  if (product(outerB) === 1 && (product(outerA) === 1 || !transposeA)) {
    const left = product(outerA) === 1 ? a.shape.slice(-2) : [product(outerA) * rows, a.shape.at(-1)!];
    const made = gemm(build, build.reshape(a, left), build.reshape(b, b.shape.slice(-2)), transposeA, transposeB);
    return { made, shape };
  }
  const left = transposeA ? swapped(build, a) : a;
  const right = transposeB ? swapped(build, b) : b;
  return { made: build.graph.node('MatMul', [left, right], shape, 'float32'), shape };
}

/** Gemm takes floats only. */
function matMulOfIntegers(build: Builder, a: Value, b: Value, { transposeA, transposeB }: KernelAttributes): Value {
  const [left, right] = [transposeA ? swapped(build, a) : a, transposeB ? swapped(build, b) : b];
  const outer = broadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
  return build.graph.node('MatMul', [left, right], [...outer, left.shape.at(-2)!, right.shape.at(-1)!], 'int32');
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

/** Bias and activation on the product as it is made, where the passes know a layer, unless they differ between products. */
const fused: Kernel = ({ build, inputs: { a, b, bias, preluActivationWeights }, attributes, kernel }) => {
  requireFloat(kernel, a!, b!);
  const { made, shape } = productOf(build, a!, b!, Boolean(attributes.transposeA), Boolean(attributes.transposeB));
  const perColumn = [bias, preluActivationWeights].every((value) => !value || value.shape.length <= 1);
  const product = perColumn ? made : build.reshape(made, shape);
  const sum = bias ? build.add(product, bias) : product;
  return build.reshape(activate(kernel, build, sum, attributes, preluActivationWeights), shape);
};

/** What a fused kernel does last: its activation, by the name in its attributes. */
export function activate(kernel: string, build: Builder, x: Value, attributes: KernelAttributes, slope?: Value): Value {
  const activation = activations[String(attributes.activation ?? 'linear')];
  if (!activation) throw new UnsupportedKernelError(kernel, `there is no activation ${String(attributes.activation)}`);
  return activation(build, x, attributes, slope);
}

/** Sums of products over labelled axes; ONNX and TensorFlow.js write the equation alike. */
const einsum: Kernel = ({ build, list, attributes }) => {
  const equation = attributes.equation as string;
  const { allDims, summedDims, idDims } = tf.backend_util.decodeEinsumEquation(equation, list.length);
  const infos = list.map(({ shape }) => ({ shape: [...shape] }) as tf.Tensor);
  tf.backend_util.checkEinsumDimSizes(allDims.length, idDims, infos);
  const extents = allDims.map((_, label) => {
    const owner = idDims.findIndex((labels) => labels.includes(label));
    return list[owner]!.shape[idDims[owner]!.indexOf(label)]!;
  });
  const kept = allDims.flatMap((_, label) => (summedDims.includes(label) ? [] : [label]));
  const written = equation.split('->')[1]!.trim();
  const shape = [...written].map((name) => extents[allDims.indexOf(name)]!);
  if (shape.length !== kept.length) throw new Error('internal: the result of an equation has other axes');
  return build.graph.node('Einsum', list, shape, list[0]!.type, { equation });
};

/** @throws Error, as TensorFlow.js does, when the axes that are summed differ */
function requireInner(a: Value, b: Value, { transposeA, transposeB }: KernelAttributes): void {
  const [inner, other] = [a.shape.at(transposeA ? -2 : -1), b.shape.at(transposeB ? -1 : -2)];
  tf.util.assert(
    a.shape.length > 1 && b.shape.length > 1 && inner === other,
    () => `matMul: expected matrices whose inner axes agree, found [${a.shape.join(', ')}] and [${b.shape.join(', ')}]`,
  );
}

function requireFloat(kernel: string, ...values: Value[]): void {
  for (const { type } of values)
    if (type !== 'float32') throw new UnsupportedKernelError(kernel, `its input is ${type}`);
}

export const matrices: KernelTable = {
  BatchMatMul({ build, inputs: { a, b }, attributes, kernel }) {
    requireInner(a!, b!, attributes);
    if (a!.type === 'int32' && b!.type === 'int32') return matMulOfIntegers(build, a!, b!, attributes);
    requireFloat(kernel, a!, b!);
    return matMul(build, a!, b!, Boolean(attributes.transposeA), Boolean(attributes.transposeB));
  },
  Einsum: einsum,
  _FusedMatMul: fused,
};
