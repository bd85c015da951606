// Numbers of real constituents of the jets of a padded batch, and where they are.
import { packing, type Values } from '@jetdemon/compute';
import { valuesPerJet, type JetLayout } from '@jetdemon/data';
import type { IndicesOptions } from '../tagger.ts';

/** `[batch]` counts of a batch `[batch, constituents, features]`, row-major; real constituents (pT > 0) must come before padding. */
export function constituentCounts(jets: Float32Array, layout: JetLayout): Int32Array {
  const { constituents: slots, features } = layout;
  const counts = new Int32Array(jets.length / valuesPerJet(layout));
  const ptAt = (jet: number, slot: number) => jets[(jet * slots + slot) * features.length]!;
  for (let jet = 0; jet < counts.length; jet++) {
    let count = 0;
    while (count < slots && ptAt(jet, count) > 0) count++;
    for (let slot = count + 1; slot < slots; slot++) {
      if (ptAt(jet, slot) > 0) {
        throw new Error(`internal: jet ${jet} has a constituent in slot ${slot} after padding in slot ${count}`);
      }
    }
    counts[jet] = count;
  }
  return counts;
}

/** Index arrays of such a batch. */
export function packed(jets: Float32Array, layout: JetLayout, { earlier, multiple }: IndicesOptions = {}): Values {
  const least = earlier?.['slotOfRow']?.shape[0];
  return { ...packing(constituentCounts(jets, layout), layout.constituents, multiple, least) };
}
