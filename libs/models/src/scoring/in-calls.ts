// Padded jets asked about piece by piece, for a network that needs much memory for each.
import type { TensorValue } from '@jetdemon/compute';

/** Padded jets `[batch, constituents, features]`. */
export type PaddedJets = TensorValue & { readonly data: Float32Array };

/**
 * Numbers of all jets, each output `[batch, …]`, asked in calls of at most so many, the last filled up with empty jets; as they
 * came where they are not numbers per jet.
 */
export async function inCalls(
  jets: PaddedJets,
  most: number | undefined,
  ask: (jets: PaddedJets) => Promise<Record<string, TensorValue>>,
): Promise<Record<string, TensorValue>> {
  const count = jets.shape[0]!;
  if (most === undefined || most >= count) return ask(jets);
  const width = jets.data.length / count;
  const whole: Record<string, { data: Float32Array; shape: number[]; dtype: 'float32' }> = {};
  for (let start = 0; start < count; start += most) {
    const size = Math.min(most, count - start);
    const data = new Float32Array(most * width);
    data.set(jets.data.subarray(start * width, (start + size) * width));
    const part = await ask({ ...jets, data, shape: [most, ...jets.shape.slice(1)] });
    for (const [name, { data: values, shape }] of Object.entries(part)) {
      if (shape[0] !== most) return part;
      const each = values.length / most;
      whole[name] ??= {
        data: new Float32Array(count * each),
        shape: [count, ...shape.slice(1)],
        dtype: 'float32',
      };
      whole[name].data.set(values.subarray(0, size * each), start * each);
    }
  }
  return whole;
}
