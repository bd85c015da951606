// Attention of several heads over the steps of a set: Vaswani et al., arXiv:1706.03762, §3.2.2.
import * as tf from '@tensorflow/tfjs-core';
import { einsum } from '../../tensors/einsum.ts';
import { withoutGradient } from '../../tensors/without-gradient.ts';
import { KerasError } from '../errors.ts';
import { type Call, type Given, isMasked, type Layer, type Masked } from '../layer.ts';

const multiHeadAttention: Layer = ({ config, weights }) => {
  const size = config.number('key_dim');
  const dropout = config.number('dropout', 0);
  for (const name of ['num_heads', 'value_dim', 'output_shape', 'query_shape', 'key_shape', 'value_shape'])
    config.get(name);
  const over = config.get('attention_axes');
  if (over !== null && JSON.stringify(over) !== '[1]' && over !== 1)
    throw new KerasError(`attention_axes: expected [1], found ${JSON.stringify(over)}`);
  const biased = config.flag('use_bias', true);
  const projection = (name: string) => {
    const own = weights.part(`${name === 'attention_output' ? 'output' : name}_dense`, name);
    const made = { kernel: own.next('kernel'), bias: biased ? own.next('bias') : undefined };
    own.finish();
    return made;
  };
  // In the order in which Keras makes them.
  const [query, key, value, output] = ['query', 'key', 'value', 'attention_output'].map(projection);
  return (call) => {
    const project = (x: tf.Tensor, { kernel, bias }: typeof query & object, equation: string): tf.Tensor => {
      const bare = einsum(equation, [x, call.value(kernel)]);
      return bias ? tf.add(bare, call.value(bias)) : bare;
    };
    const { queries, values, keys } = sources(call);
    const split = 'abc,cde->abde';
    const q = tf.mul(project(queries.tensor, query!, split), 1 / Math.sqrt(size));
    const [k, v] = [project(keys.tensor, key!, split), project(values.tensor, value!, split)];
    const scores = einsum('aecd,abcd->acbe', [k, q]);
    const kept = keptOf(call, [queries, values, keys]);
    if (kept && dropout > 0)
      throw new KerasError(
        'attention_mask with dropout is not supported: what wholly masked queries get depends on the version of Keras',
      );
    const attention = kept ? keptSoftmax(scores, kept) : tf.softmax(scores);
    const mixed = einsum('acbe,aecd->abcd', [attention, v]);
    return { tensor: project(mixed, output!, 'abcd,cde->abe'), mask: queries.mask };
  };
};

function sources(call: Call): { queries: Masked; values: Masked; keys: Masked } {
  const at = (index: number, name: string): Masked | undefined => {
    const given: Given | undefined = call.args[index] ?? call.named(name);
    return isMasked(given) ? given : undefined;
  };
  const [queries, values] = [at(0, 'query'), at(1, 'value')];
  if (!queries || !values) throw new KerasError('expected a query and a value');
  for (const name of ['attention_mask', 'query_mask', 'value_mask', 'key_mask'])
    if (call.named(name) && name !== 'attention_mask') throw new KerasError(`${name} is not supported`);
  for (const name of ['use_causal_mask', 'return_attention_scores'])
    if (call.named(name) === true) throw new KerasError(`${name} is not supported`);
  return { queries, values, keys: at(2, 'key') ?? values };
}

/** Which pairs of a query and a key count, `[batch, 1, queries, keys]`, as numbers. */
function keptOf(call: Call, given: readonly Masked[]): tf.Tensor | undefined {
  // Keras 3.15 takes the mask off the very tensors that it is given, so that what else takes them has none.
  if (given.some(({ mask }) => mask))
    throw new KerasError(
      'a mask of Keras reaches it, and what becomes of that depends on the version of Keras and on the order of layers; give it an attention_mask instead, or export the model as ONNX',
    );
  const asked = call.named('attention_mask');
  if (asked === undefined) return undefined;
  if (!isMasked(asked)) throw new KerasError('attention_mask: expected a tensor');
  return tf.expandDims(
    withoutGradient(() => tf.cast(tf.cast(asked.tensor, 'bool'), 'float32')),
    1,
  );
}

/** Pairs that do not count get no share; a query of which none counts shares among all. */
const keptSoftmax = (scores: tf.Tensor, kept: tf.Tensor): tf.Tensor =>
  tf.softmax(tf.add(tf.mul(scores, kept), tf.mul(tf.sub(kept, 1), 1e9)));

export const attention = { MultiHeadAttention: multiHeadAttention } satisfies Record<string, Layer>;
