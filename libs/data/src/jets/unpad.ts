// Padded batches back to jets: how what an attack made becomes rows again.
import { maxConstituents, type Jets } from './jets.ts';

/**
 * `original` with the constituents of `padded` in place of its own, row for row; its other columns stay as they are.
 * Constituents of pT 0 are padding and left out.
 *
 * @param padded [original.count, 64, 3]: pT [TeV], η, φ
 */
export function unpad(padded: Float32Array, original: Jets): Jets {
  const { count } = original;
  const slots = count * maxConstituents;
  if (padded.length !== slots * 3) throw new Error(`internal: ${padded.length} values for ${count} padded jets`);
  const offsets = new Int32Array(count + 1);
  for (let slot = 0; slot < slots; slot++)
    if (padded[slot * 3] !== 0) offsets[Math.floor(slot / maxConstituents) + 1]!++;
  for (let row = 0; row < count; row++) offsets[row + 1]! += offsets[row]!;
  const total = offsets[count]!;
  const [ptTeV, eta, phi] = [new Float32Array(total), new Float32Array(total), new Float32Array(total)];
  let to = 0;
  for (let slot = 0; slot < slots; slot++) {
    if (padded[slot * 3] === 0) continue;
    ptTeV[to] = padded[slot * 3]!;
    eta[to] = padded[slot * 3 + 1]!;
    phi[to++] = padded[slot * 3 + 2]!;
  }
  return { ...original, offsets, ptTeV, eta, phi };
}
