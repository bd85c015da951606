// Mean and rms of features of constituents over the jets to train on: what a network is fed has mean 0 and rms 1.
import { batchOf, coordinates, type JetRows } from '@jetdemon/data';
import { InputError } from '@jetdemon/workflow';
import type { FeatureInput } from '../networks/hyperparameters.ts';

const jetsAtOnce = 4096;

/**
 * The features called `names` as a network takes them, from the constituents of the jets at `rows`. A feature that is the
 * same everywhere has scale 1.
 *
 * @param file named in the `InputError`
 * @throws InputError for a name that is no feature of the jets beyond (pT, η, φ)
 */
export function standardise(jets: JetRows, rows: Int32Array, names: readonly string[], file: string): FeatureInput[] {
  const { features } = jets.layout;
  const places = names.map((name) => {
    const at = features.findIndex((feature) => feature.name === name);
    if (at >= coordinates) return at;
    const there = features.slice(coordinates).map((feature) => feature.name);
    throw InputError.at(
      { file },
      `features: expected features of the constituents (${there.join(', ') || 'there are none'}), found ${name}`,
    );
  });
  if (places.length === 0) return [];
  // about the first value, so that nothing large cancels
  let first: readonly number[] | undefined;
  let count = 0;
  const [sums, squares] = [places.map(() => 0), places.map(() => 0)];
  for (let start = 0; start < rows.length; start += jetsAtOnce) {
    const { jets: padded, mask } = batchOf(jets, rows.subarray(start, start + jetsAtOnce));
    mask.forEach((real, slot) => {
      if (real === 0) return;
      const values = places.map((at) => padded[slot * features.length + at]!);
      first ??= values;
      count++;
      values.forEach((value, i) => {
        const about = value - first![i]!;
        sums[i]! += about;
        squares[i]! += about * about;
      });
    });
  }
  return names.map((name, i) => {
    const mean = sums[i]! / count;
    const rms = Math.sqrt(Math.max(0, squares[i]! / count - mean * mean));
    return { name, mean: first![i]! + mean, scale: rms > 0 ? 1 / rms : 1 };
  });
}
