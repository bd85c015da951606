// Operators of TensorFlow as calls of those of ONNX.
import { Attributes } from '../onnx/import/attributes.ts';
import type { AttributeValue } from '../onnx/import/graph.ts';
import { operators as onnx, type OperatorName } from '../onnx/import/operators/index.ts';
import type { Operator } from '../onnx/import/operator.ts';
import type { Value } from '../onnx/import/value.ts';
import { TfjsError } from './errors.ts';
import type { GraphNode } from './graph-node.ts';

export type GraphOperator = (node: GraphNode, inputs: readonly Value[]) => readonly Value[];

type Setting = number | string | readonly number[];

/** An operator of ONNX, opset 20. */
export function call(
  name: OperatorName,
  inputs: readonly Value[],
  settings: Readonly<Record<string, Setting>> = {},
  outputs = 1,
): Value[] {
  const attributes = new Map<string, AttributeValue>();
  for (const [key, value] of Object.entries(settings)) {
    if (typeof value === 'number') attributes.set(key, { kind: 'int', value });
    else attributes.set(key, typeof value === 'string' ? { kind: 'string', value } : { kind: 'ints', value });
  }
  const operator: Operator = onnx[name];
  const [fewest, most] = operator.arity;
  if (inputs.length < fewest || inputs.length > most)
    throw new TfjsError(`expected ${fewest} inputs or more, found ${inputs.length}`);
  const made = operator.run(
    {
      operator: name,
      opset: 20,
      inputs,
      attributes: new Attributes(attributes),
      outputs,
      evaluate: () => [],
    },
    ...inputs,
  );
  return Array.isArray(made) ? made.filter((value) => value !== null) : [made];
}

export const same =
  (name: OperatorName): GraphOperator =>
  (_, inputs) =>
    call(name, inputs);
