// What an imported network says: which of its numbers are the signal, and the logit of P(signal) out of them.
import type { OutputMeaning, ResolvedOutput } from '@jetdemon/artifacts';
import * as tf from '@tensorflow/tfjs-core';
import { InputError, suggest } from '@jetdemon/workflow';
import { parseDiscriminant, type Discriminant } from './discriminant.ts';

/** Least probability that is told from zero: beyond it the logarithm of a float32 is no number. */
const least = 1e-37;

/**
 * Logit of P(signal), `[batch]`, of outputs `[batch]` or `[batch, classes]`: ln Σ aₛ Pₛ − ln Σ b_b P_b of a discriminant
 * Σ aₛ Pₛ / (Σ aₛ Pₛ + Σ b_b P_b), from logits without the rounding of a probability that is nearly 1.
 */
export function logitOf(given: tf.Tensor, { classes, signal, is, width, independent }: ResolvedOutput): tf.Tensor {
  const { over, under } = discriminantOf(signal, classes, independent);
  const x = tf.reshape(given, [-1, width]);
  if (width === 1) return tf.mul(over[1]! - over[0]!, logit(x, is));
  if (independent) return logit(tf.slice(x, [0, over.indexOf(1)], [-1, 1]), is);
  const logs = is === 'probabilities' ? tf.log(tf.maximum(x, least)) : x;
  return tf.sub(logSum(logs, over), logSum(logs, under));
}

/** Of one probability by itself, `[batch]` from `[batch, 1]`. */
function logit(x: tf.Tensor, is: OutputMeaning): tf.Tensor {
  const flat = tf.reshape(x, [-1]);
  if (is === 'logits') return flat;
  const p = is === 'probabilities' ? flat : tf.exp(flat);
  return tf.sub(tf.log(tf.maximum(p, least)), tf.log(tf.maximum(tf.sub(1, p), least)));
}

/** ln Σ w exp(logs) over the classes with a weight, `[batch]`. */
function logSum(logs: tf.Tensor, weights: readonly number[]): tf.Tensor {
  const taken = weights.flatMap((weight, at) => (weight === 0 ? [] : [{ weight, at }]));
  const columns = taken.map(({ weight, at }) => {
    const column = tf.slice(logs, [0, at], [-1, 1]);
    return weight === 1 ? column : tf.add(column, Math.log(weight));
  });
  return columns.length === 1 ? tf.reshape(columns[0]!, [-1]) : tf.logSumExp(tf.concat(columns, 1), 1);
}

/**
 * The discriminant that a signal stands for: an index, the name of a class, or a ratio.
 *
 * @throws InputError for what is none of them
 */
export function discriminantOf(signal: string, classes: readonly string[], independent: boolean): Discriminant {
  const index = /^\d+$/.test(signal) ? Number(signal) : classes.indexOf(signal);
  if (index >= classes.length)
    throw new InputError(`output: signal: expected an index below ${classes.length}, found ${index}`);
  if (index >= 0) {
    const over = classes.map((_, at) => Number(at === index));
    return { over, under: over.map((weight) => 1 - weight) };
  }
  if (/^[\w-]+$/.test(signal))
    throw new InputError(`output: signal: ${signal} is no class of the output${suggest(signal, classes)}`);
  if (independent)
    throw new InputError('output: signal: expected one class, since each is a probability by itself (a sigmoid)');
  return parseDiscriminant(signal, classes);
}
