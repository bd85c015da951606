// Selection of inputs by the names in a task's parameter, in the syntax of workflows: `summary`, `summary@network=ll`.
import { InputError, parseReference, suggest, type Input } from '@jetdemon/workflow';

/**
 * The inputs of that base name which agree with every axis that is given.
 *
 * @param where the parameter, for messages
 * @throws InputError when there is none
 */
export function namedBy(reference: string, inputs: readonly Input[], where: string): readonly Input[] {
  const parsed = parseReference(reference);
  if (!parsed) throw new InputError(`expected a node (summary, summary@network=ll), found ${reference}`, `${where}:`);
  const { base, fixed } = parsed;
  const points = inputs.filter((input) => input.base === base);
  if (points.length === 0) {
    const bases = [...new Set(inputs.map((input) => input.base))];
    throw new InputError(`unknown node ${base}${suggest(base, bases)}`, `${where}:`);
  }
  const found = points.filter(({ axes }) =>
    Object.entries(fixed).every(([axis, value]) => String(axes[axis]) === value),
  );
  if (found.length > 0) return found;
  const nodes = points.map(({ node }) => node);
  throw new InputError(`no point ${reference} (known: ${nodes.join(', ')})`, `${where}:`);
}
