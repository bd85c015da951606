// How many real constituents each jet of a padded batch has.
const SLOTS = 64;

/** `[batch]` counts of a batch `[batch, 64, 3]`, row-major; real constituents (pT > 0) must come before padding. */
export function constituentCounts(jets: Float32Array): Int32Array {
  const counts = new Int32Array(jets.length / (SLOTS * 3));
  for (let jet = 0; jet < counts.length; jet++) {
    const start = jet * SLOTS * 3;
    let count = 0;
    while (count < SLOTS && jets[start + count * 3]! > 0) count++;
    for (let slot = count + 1; slot < SLOTS; slot++) {
      if (jets[start + slot * 3]! > 0) {
        throw new Error(`internal: jet ${jet} has a constituent in slot ${slot} after padding in slot ${count}`);
      }
    }
    counts[jet] = count;
  }
  return counts;
}
