// Results in the order of their networks, under the names of these, and of the attack where there are several.
import type { Input } from '@jetdemon/workflow';
import { attackName, subjectsOf, type Naming } from '../../text/subjects.ts';

export function labelled<T extends { readonly input: Input }>(
  results: readonly T[],
  naming: Naming,
): { readonly label: string; readonly result: T }[] {
  const attacks = new Set(results.map(({ input }) => attackName(input.base, naming)));
  const inputs = results.map(({ input }) => input);
  return subjectsOf(inputs, naming).map(({ input, label }) => ({
    label: attacks.size > 1 ? `${label}, ${attackName(input.base, naming)}` : label,
    result: results.find((one) => one.input === input)!,
  }));
}
