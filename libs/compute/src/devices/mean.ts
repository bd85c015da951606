// Outputs of the pieces of a batch as one.
import type { TensorValue } from '../tensors/device.ts';
import { SignatureError } from '../errors.ts';
import { mapped } from './naming.ts';

/** The means of numbers of several pieces of one size; of one piece all is as it is. */
export function meanOf(pieces: readonly Record<string, TensorValue>[]): Record<string, TensorValue> {
  const [first] = pieces as [Record<string, TensorValue>];
  if (pieces.length === 1) return first;
  for (const [name, { dtype, shape }] of Object.entries(first))
    if (dtype !== 'float32' || shape.length > 0)
      throw new SignatureError(
        `output ${name}: expected a float32 number, a mean over the batch, found ${dtype} [${shape.join(', ')}]`,
      );
  const share = 1 / pieces.length;
  const mean = (name: string) => pieces.reduce((sum, piece) => sum + share * piece[name]!.data[0]!, 0);
  const names = Object.fromEntries(Object.keys(first).map((name) => [name, name]));
  return mapped(names, (name) => ({ data: Float32Array.of(mean(name)), shape: [], dtype: 'float32' as const }));
}
