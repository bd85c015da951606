// Jets that an imported network is tried on.
import { padJets, type JetLayout, type JetRows } from '@jetdemon/data';
import type { PaddedJets } from '../scoring/in-calls.ts';
import { padded } from '../scoring/map-batches.ts';

/** Jets that a network is tried on. */
export interface Sample {
  readonly layout: JetLayout;
  readonly rows: Int32Array;
  /** `[rows, constituents, features]` */
  readonly jets: PaddedJets;
}

/** So many jets, spread over all of them. */
export function sampleOf(jets: JetRows, most = 128): Sample {
  const count = Math.min(most, jets.count);
  const rows = Int32Array.from({ length: count }, (_, at) => Math.floor((at * jets.count) / count));
  const data = padJets(jets, rows);
  return { layout: jets.layout, rows, jets: { ...padded(data, jets.layout), data } };
}

/** How many constituents each of them has. */
export function countsOf({ layout, jets, rows }: Sample): number[] {
  const { constituents, features } = layout;
  const start = (row: number, slot: number) => (row * constituents + slot) * features.length;
  return Array.from(rows, (_, row) => {
    let count = 0;
    while (count < constituents && jets.data[start(row, count)]! > 0) count++;
    return count;
  });
}
