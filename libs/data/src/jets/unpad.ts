// Padded batches back to jets: how what an attack made becomes rows again.
import { empty, featureValues, type Jets } from './jets.ts';
import { coordinates, valuesPerJet } from './layout.ts';

/**
 * `original` with the constituents of `padded` in place of its own, row for row; its other columns stay as they are.
 * Constituents of pT 0 are padding and left out.
 *
 * @param padded [original.count, constituents, features] in the layout of `original`
 */
export function unpad(padded: Float32Array, original: Jets): Jets {
  const { count, layout } = original;
  const { constituents, features } = layout;
  const slots = count * constituents;
  if (padded.length !== count * valuesPerJet(layout))
    throw new Error(`internal: ${padded.length} values for ${count} padded jets`);
  const offsets = new Int32Array(count + 1);
  const isReal = (slot: number) => padded[slot * features.length] !== 0;
  for (let slot = 0; slot < slots; slot++) if (isReal(slot)) offsets[Math.floor(slot / constituents) + 1]!++;
  for (let row = 0; row < count; row++) offsets[row + 1]! += offsets[row]!;
  const columns = featureValues(original).map((values) => empty(values, offsets[count]!));
  let to = 0;
  for (let slot = 0; slot < slots; slot++) {
    if (!isReal(slot)) continue;
    columns.forEach((values, at) => (values[to] = padded[slot * features.length + at]!));
    to++;
  }
  const [ptTeV, eta, phi] = columns as [Float32Array, Float32Array, Float32Array];
  const others = features.slice(coordinates).map(({ name }, at) => [name, columns[coordinates + at]!] as const);
  return { ...original, offsets, ptTeV, eta, phi, features: original.features && Object.fromEntries(others) };
}
