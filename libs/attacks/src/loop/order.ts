// Descending pT: the order in which a jet is stored, scored and shown to a network.
// Attacks hold constituents in the slots they started in, so that slot s before and after is the same constituent.
import type { Jets } from '@jetdemon/data';

/**
 * For each jet of a padded batch, the slots of its constituents in descending pT; ties and padding keep their place.
 *
 * @param jets [batch, slots, 3] row-major, (pT, η, φ)
 * @returns [batch, slots]: `order[b, i]` is the slot of the i-th hardest constituent of jet b
 */
export function descendingPt(jets: Float32Array, slots: number): Uint8Array {
  const order = new Uint8Array(jets.length / 3);
  for (let start = 0; start < order.length; start += slots) {
    // Insertion sort, because jets arrive nearly sorted: an iteration swaps a few neighbours.
    for (let i = 0; i < slots; i++) {
      const pt = jets[(start + i) * 3]!;
      let at = i;
      for (; at > 0 && jets[(start + order[start + at - 1]!) * 3]! < pt; at--)
        order[start + at] = order[start + at - 1]!;
      order[start + at] = i;
    }
  }
  return order;
}

/** [batch, slots, 3] with the constituents of each jet in `order`. */
export function reorder(values: Float32Array, order: Uint8Array, slots: number): Float32Array {
  const out = new Float32Array(values.length);
  for (let i = 0; i < order.length; i++) copy(values, slotAt(i, order, slots), out, i);
  return out;
}

/** Undoes `reorder`: what stands at the i-th hardest constituent goes back to its slot. */
export function restore(values: Float32Array, order: Uint8Array, slots: number): Float32Array {
  const out = new Float32Array(values.length);
  for (let i = 0; i < order.length; i++) copy(values, i, out, slotAt(i, order, slots));
  return out;
}

const slotAt = (i: number, order: Uint8Array, slots: number) => i - (i % slots) + order[i]!;

function copy(values: Float32Array, from: number, out: Float32Array, to: number): void {
  for (let axis = 0; axis < 3; axis++) out[to * 3 + axis] = values[from * 3 + axis]!;
}

/** The same jets with the constituents of each in descending pT, as the kind `jets` demands; ties keep their order. */
export function sortConstituents(jets: Jets): Jets {
  const { offsets } = jets;
  const [ptTeV, eta, phi] = [jets.ptTeV.slice(), jets.eta.slice(), jets.phi.slice()];
  for (let row = 0; row < jets.count; row++) {
    for (let i = offsets[row]! + 1; i < offsets[row + 1]!; i++) {
      for (let at = i; at > offsets[row]! && ptTeV[at - 1]! < ptTeV[at]!; at--) {
        for (const values of [ptTeV, eta, phi]) [values[at - 1], values[at]] = [values[at]!, values[at - 1]!];
      }
    }
  }
  return { ...jets, ptTeV, eta, phi };
}
