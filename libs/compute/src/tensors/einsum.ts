// Matrix products and sums of products over labelled axes, out of operations that can be differentiated at every rank.
import * as tf from '@tensorflow/tfjs-core';
import { ModelError } from '../errors.ts';
import { broadcastShape, spread } from './broadcast.ts';

const product = (extents: readonly number[]): number => extents.reduce((a, b) => a * b, 1);

/** numpy's matmul: vectors get an axis for the product, leading axes broadcast. */
export function matMul(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  if (a.rank === 0 || b.rank === 0) throw new ModelError('expected vectors or matrices, found a number');
  const left = a.rank === 1 ? tf.reshape(a, [1, -1]) : a;
  const right = b.rank === 1 ? tf.reshape(b, [-1, 1]) : b;
  if (left.shape.at(-1) !== right.shape.at(-2))
    throw new ModelError(
      `expected matrices whose inner axes agree, found [${a.shape.join(', ')}] and [${b.shape.join(', ')}]`,
    );
  const result = stacked(left, right);
  const shape = [...result.shape.slice(0, -2)];
  if (a.rank > 1) shape.push(result.shape.at(-2)!);
  if (b.rank > 1) shape.push(result.shape.at(-1)!);
  return tf.reshape(result, shape);
}

function stacked(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  const [rows, inner, columns] = [a.shape.at(-2)!, a.shape.at(-1)!, b.shape.at(-1)!];
  // One matrix that all of `a` meets is one large product.
  if (b.rank === 2) {
    const flat = tf.matMul(tf.reshape(a, [-1, inner]), b);
    return tf.reshape(flat, [...a.shape.slice(0, -1), columns]);
  }
  const outer = broadcastShape([a.shape.slice(0, -2), b.shape.slice(0, -2)]);
  const left = tf.reshape(spread(a, [...outer, rows, inner]), [product(outer), rows, inner]);
  const right = tf.reshape(spread(b, [...outer, inner, columns]), [product(outer), inner, columns]);
  return tf.reshape(tf.matMul(left, right), [...outer, rows, columns]);
}

interface Labelled {
  readonly tensor: tf.Tensor;
  readonly labels: readonly string[];
}

/** Sum of products by an equation of labelled axes, as in numpy: `bij,bjk->bik`. */
export function einsum(equation: string, tensors: readonly tf.Tensor[]): tf.Tensor {
  const { terms, result } = parseEquation(
    equation,
    tensors.map(({ rank }) => rank),
  );
  const operands = tensors.map((tensor, index) => withoutRepeats({ tensor, labels: terms[index]! }));
  let left = operands[0]!;
  operands.slice(1).forEach((right, index) => {
    const later = new Set([...result, ...operands.slice(index + 2).flatMap(({ labels }) => labels)]);
    left = contracted(left, right, later);
  });
  return arranged(summedTo(left, new Set(result)), result);
}

/** Labels of every operand and of the result; an ellipsis stands for the axes that have none, counted from the last. */
function parseEquation(equation: string, ranks: readonly number[]): { terms: string[][]; result: string[] } {
  const wrong = (why: string): ModelError => new ModelError(`equation ${JSON.stringify(equation)}: ${why}`);
  const text = equation.replaceAll(' ', '');
  if (!/^[A-Za-z.,]*(->[A-Za-z.]*)?$/.test(text)) throw wrong('expected letters, commas, ellipses and ->');
  const [operands, written] = text.split('->') as [string, string | undefined];
  const parts = operands.split(',');
  if (parts.length !== ranks.length) throw wrong(`expected ${ranks.length} operands, found ${parts.length}`);
  let most = 0;
  const terms = parts.map((part, index) => {
    const letters = part.replace('...', '');
    if (letters.includes('.')) throw wrong('expected ellipses of three points');
    const free = ranks[index]! - letters.length;
    if (free < 0 || (free > 0 && !part.includes('...')))
      throw wrong(`expected rank ${letters.length}, found ${ranks[index]}`);
    most = Math.max(most, free);
    return part.split('...').flatMap((side, at) => [...(at === 0 ? [] : hidden(free)), ...side]);
  });
  if (written === undefined) {
    const all = terms.flat().filter((label) => label.length === 1);
    return {
      terms,
      result: [...hidden(most), ...all.filter((label) => all.indexOf(label) === all.lastIndexOf(label)).sort()],
    };
  }
  const result = written.split('...').flatMap((side, at) => [...(at === 0 ? [] : hidden(most)), ...side]);
  for (const label of result)
    if (!terms.some((term) => term.includes(label)) || result.indexOf(label) !== result.lastIndexOf(label))
      throw wrong(`its result has ${label}`);
  return { terms, result };
}

const hidden = (count: number): string[] => Array.from({ length: count }, (_, index) => `axis${count - index}`);

/** The diagonal of axes with the same label. */
function withoutRepeats({ tensor, labels }: Labelled): Labelled {
  const second = labels.findIndex((label, axis) => labels.indexOf(label) < axis);
  if (second < 0) return { tensor, labels };
  const first = labels.indexOf(labels[second]!);
  const extent = tensor.shape[first]!;
  if (tensor.shape[second] !== extent)
    throw new ModelError(`axes ${labels[second]} have extents ${extent} and ${tensor.shape[second]}`);
  const rest = labels.map((_, axis) => axis).filter((axis) => axis !== first && axis !== second);
  const front = tf.transpose(tensor, [first, second, ...rest]);
  const flat = tf.reshape(front, [extent * extent, ...rest.map((axis) => tensor.shape[axis]!)]);
  const places = Int32Array.from({ length: extent }, (_, index) => index * (extent + 1));
  return withoutRepeats({
    tensor: tf.gather(flat, tf.tensor1d(places, 'int32')),
    labels: [labels[first]!, ...rest.map((axis) => labels[axis]!)],
  });
}

function summedTo({ tensor, labels }: Labelled, kept: ReadonlySet<string>): Labelled {
  const axes = labels.flatMap((label, axis) => (kept.has(label) ? [] : [axis]));
  if (axes.length === 0) return { tensor, labels };
  return { tensor: tf.sum(tensor, axes), labels: labels.filter((label) => kept.has(label)) };
}

function arranged({ tensor, labels }: Labelled, order: readonly string[]): tf.Tensor {
  return tf.transpose(
    tensor,
    order.map((label) => labels.indexOf(label)),
  );
}

/** Two operands as one batched matrix product over the labels that nobody needs later. */
function contracted(a: Labelled, b: Labelled, later: ReadonlySet<string>): Labelled {
  const left = summedTo(a, new Set([...later, ...b.labels]));
  const right = summedTo(b, new Set([...later, ...a.labels]));
  const extents = new Map<string, number>();
  for (const { tensor, labels } of [left, right])
    labels.forEach((label, axis) => {
      const extent = tensor.shape[axis]!;
      const known = extents.get(label) ?? 1;
      if (known !== 1 && extent !== 1 && known !== extent)
        throw new ModelError(`axes ${label} have extents ${known} and ${extent}`);
      extents.set(label, Math.max(known, extent));
    });
  const shared = left.labels.filter((label) => right.labels.includes(label));
  const batch = shared.filter((label) => later.has(label));
  const inner = shared.filter((label) => !later.has(label));
  const rows = left.labels.filter((label) => !shared.includes(label));
  const columns = right.labels.filter((label) => !shared.includes(label));
  const sizes = (labels: readonly string[]): number[] => labels.map((label) => extents.get(label)!);
  const matrix = (of: Labelled, first: readonly string[], second: readonly string[]): tf.Tensor => {
    const order = [...batch, ...first, ...second];
    const flat = [product(sizes(batch)), product(sizes(first)), product(sizes(second))];
    return tf.reshape(spread(arranged(of, order), sizes(order)), flat);
  };
  const result = tf.matMul(matrix(left, rows, inner), matrix(right, inner, columns));
  const labels = [...batch, ...rows, ...columns];
  return { tensor: tf.reshape(result, sizes(labels)), labels };
}
