// The table of operators, exhaustive over ONNX' own up to opset 21: each is written in TensorFlow.js or refused with a reason.
import { OnnxError } from '../errors.ts';
import type { Node } from '../graph.ts';
import type { Operator } from '../operator.ts';
import { activations } from './activations.ts';
import { convolutions } from './convolution.ts';
import { elementwise } from './elementwise.ts';
import { gathering } from './gather.ts';
import { making } from './making.ts';
import { matrices } from './matrices.ts';
import { normalising } from './normalise.ts';
import { pools } from './pooling.ts';
import { reductions } from './reductions.ts';
import { refused } from './refused.ts';
import { scattering } from './scatter.ts';
import { shaping } from './shape.ts';
import { slicing } from './slices.ts';
import { learned } from './learned/index.ts';

export const operators = {
  ...activations,
  ...convolutions,
  ...elementwise,
  ...gathering,
  ...making,
  ...matrices,
  ...normalising,
  ...pools,
  ...reductions,
  ...scattering,
  ...shaping,
  ...slicing,
} as const satisfies Record<string, Operator>;

/** Operators of ONNX-ML: trees, and what stands around them. */
export const learnedOperators: Readonly<Record<string, Operator>> = learned;

export type OperatorName = keyof typeof operators;

const own = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;

/** @throws OnnxError with operator, domain, node and what could be done, for one that is not in the table */
export function requireOperator({ operator, domain, name }: Pick<Node, 'operator' | 'domain' | 'name'>): Operator {
  const table = domain === '' ? operators : domain === 'ai.onnx.ml' ? learnedOperators : undefined;
  const found = table && own<Operator>(table, operator);
  if (found) return found;
  throw new OnnxError(reasonFor(operator, domain), { operator, domain, node: name });
}

function reasonFor(operator: string, domain: string): string {
  if (domain === 'com.microsoft')
    return 'it belongs to ONNX Runtime alone, whose optimiser puts it there; use the model as it was before';
  if (domain === 'ai.onnx.ml')
    return `of the operators of ONNX-ML there are ${Object.keys(learnedOperators).join(', ')}`;
  if (domain !== '')
    return 'operators of other domains than that of ONNX are not supported; export with standard operators';
  return own<string>(refused, operator) ?? 'there is no such operator in ONNX up to opset 21';
}
