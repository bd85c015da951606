// Descending pT: the order in which a jet is stored, scored and shown to a network.
// Attacks hold constituents in the slots they started in, so that slot s before and after is the same constituent.
import type { JetLayout } from '@jetdemon/data';

/**
 * For each jet of a padded batch, the slots of its constituents in descending pT; ties and padding keep their place.
 *
 * @param jets [batch, slots, features] row-major, pT first
 * @returns [batch, slots]: `order[b, i]` is the slot of the i-th hardest constituent of jet b
 */
export function descendingPt(jets: Float32Array, { constituents: slots, features }: JetLayout): Uint8Array {
  const each = features.length;
  const order = new Uint8Array(jets.length / each); // a layout has at most 256 slots
  for (let start = 0; start < order.length; start += slots) {
    // Insertion sort, because jets arrive nearly sorted: an iteration swaps a few neighbours.
    for (let i = 0; i < slots; i++) {
      const pt = jets[(start + i) * each]!;
      let at = i;
      for (; at > 0 && jets[(start + order[start + at - 1]!) * each]! < pt; at--)
        order[start + at] = order[start + at - 1]!;
      order[start + at] = i;
    }
  }
  return order;
}

/** [batch, slots, features] with the constituents of each jet in `order`. */
export function reorder(values: Float32Array, order: Uint8Array, layout: JetLayout): Float32Array {
  const out = new Float32Array(values.length);
  for (let i = 0; i < order.length; i++) copy(values, slotAt(i, order, layout), out, i, layout);
  return out;
}

/** Undoes `reorder`: what stands at the i-th hardest constituent goes back to its slot. */
export function restore(values: Float32Array, order: Uint8Array, layout: JetLayout): Float32Array {
  const out = new Float32Array(values.length);
  for (let i = 0; i < order.length; i++) copy(values, i, out, slotAt(i, order, layout), layout);
  return out;
}

const slotAt = (i: number, order: Uint8Array, { constituents }: JetLayout) => i - (i % constituents) + order[i]!;

function copy(values: Float32Array, from: number, out: Float32Array, to: number, { features }: JetLayout): void {
  const each = features.length;
  for (let at = 0; at < each; at++) out[to * each + at] = values[from * each + at]!;
}

/** The same jets with the constituents of each in descending pT, as the kind `jets` demands; ties keep their order. */
export { hardestFirst as sortConstituents } from '@jetdemon/data';
