// What an imported network is fed for real jets, seen before it is asked anything.
import type { FeatureInput, ResolvedFeatures, SeenFeature } from '@jetdemon/artifacts';
import type { Device, TensorValue } from '@jetdemon/compute';
import { InputError } from '@jetdemon/workflow';
import { feedOf } from './features/feed.ts';
import { countsOf, type Sample } from './sample.ts';

/** More of a feature at the ends of its clip than this is no feature but a wrong unit. */
const mostClipped = 0.5;

/**
 * What the network is fed for these jets.
 *
 * @throws InputError for features that are not finite, and such that their clip cuts nearly all of
 */
export async function tryFeatures(features: ResolvedFeatures, sample: Sample, device: Device): Promise<SeenFeature[]> {
  const feed = feedOf(features, sample.layout);
  const fed = await device.compile(({ jets }) => feed(jets!))({ jets: sample.jets });
  const counts = countsOf(sample).map((count) => Math.min(count, features.slots));
  return Object.entries(features.inputs).flatMap(([name, input]) =>
    input.features.map((feature, at) => {
      const of = typeof feature === 'string' ? feature : feature.of;
      const values = valuesOf(fed[name]!, input, at, counts);
      const bad = values.findIndex(({ value }) => !Number.isFinite(value));
      if (bad >= 0)
        throw new InputError(
          `features: input ${name}: ${of}: expected finite numbers, found ${values[bad]!.value} for jet ${sample.rows[values[bad]!.jet]}`,
        );
      const clip = typeof feature === 'string' ? undefined : feature.clip;
      const seen = summary(
        values.map(({ value }) => value),
        clip,
      );
      if (seen.clipped > mostClipped)
        throw new InputError(
          `features: input ${name}: ${of}: ${Math.round(100 * seen.clipped)}% of its values lie beyond its clip ${clip!.join(' to ')}: unit ${features.unit}, shift or factor may be wrong`,
        );
      return { input: name, of, ...seen };
    }),
  );
}

function summary(values: readonly number[], clip: readonly [number, number] | undefined) {
  const sum = (of: (value: number) => number) => values.reduce((total, value) => total + of(value), 0);
  const most = values.length || 1;
  const cut = clip
    ? values.filter((value) => value <= Math.fround(clip[0]) || value >= Math.fround(clip[1])).length
    : 0;
  return {
    mean: sum((x) => x) / most,
    rms: Math.sqrt(sum((x) => x * x) / most),
    least: values.reduce((a, b) => Math.min(a, b), Infinity),
    greatest: values.reduce((a, b) => Math.max(a, b), -Infinity),
    clipped: cut / most,
  };
}

/** One feature of the real constituents, or of the jets. */
function valuesOf({ data, shape }: TensorValue, { axes }: FeatureInput, at: number, counts: readonly number[]) {
  return counts.flatMap((count, jet) => {
    if (axes === 'NF') return [{ jet, value: data[jet * shape[1]! + at]! }];
    const [, first, second] = shape as [number, number, number];
    const place = (slot: number) =>
      axes === 'NP'
        ? jet * first + slot
        : axes === 'NPF'
          ? (jet * first + slot) * second + at
          : (jet * first + at) * second + slot;
    return Array.from({ length: count }, (_, slot) => ({ jet, value: data[place(slot)]! }));
  });
}
