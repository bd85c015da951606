// Variation of the scores that significance was measured on.
import type { SignificanceMetrics, VariationMetrics } from '@jetdemon/artifacts';
import { InputError, type Input } from '@jetdemon/workflow';

/**
 * The metrics of one variation.
 *
 * @throws InputError when there is none of that name
 */
export function variationOf({ variations }: SignificanceMetrics, sample: string, { node }: Input): VariationMetrics {
  const found = variations[sample];
  if (found) return found;
  const names = Object.keys(variations).join(', ') || 'none';
  throw new InputError(`${node}: expected the variation ${sample}, found ${names}`, undefined, { node });
}
