// Thresholds and efficiencies of a detector, known variations: constituents that are not seen.
import type { Key } from '@jetdemon/workflow';
import { gather, lasting, mapConstituents, type Jets } from '../jets/jets.ts';
import { streamsOf } from './draws.ts';

export interface Acceptance {
  /** Constituents below are lost [GeV], default 0. */
  readonly threshold?: number;
  /** Probability in [0, 1] that a constituent of this pT [GeV] is seen, default 1 everywhere. */
  readonly efficiency?: (ptGeV: number) => number;
}

/**
 * Jets without the constituents that a detector does not see, each independently of the others. The hardest constituent of a jet
 * stays whatever its pT, since a jet without any is none. What is drawn for a jet depends on the key and on the jet alone.
 */
export function lose(jets: Jets, { threshold = 0, efficiency = () => 1 }: Acceptance, key: Key): Jets {
  const stream = streamsOf(jets, key);
  const { count, offsets, ptTeV } = jets;
  const kept = new Int32Array(ptTeV.length);
  let left = 0;
  const after = new Int32Array(count + 1);
  for (let row = 0; row < count; row++) {
    const uniform = stream(row);
    const hardest = hardestOf(ptTeV, offsets[row]!, offsets[row + 1]!);
    for (let i = offsets[row]!; i < offsets[row + 1]!; i++) {
      const pt = 1000 * ptTeV[i]!;
      const seen = uniform() < efficiency(pt) && pt >= threshold;
      if (seen || i === hardest) kept[left++] = i;
    }
    after[row + 1] = left;
  }
  const rest = mapConstituents(jets, (values) => gather(values, kept.subarray(0, left)));
  return { ...rest, offsets: after, reference: lasting(jets.reference) };
}

function hardestOf(ptTeV: Float32Array, start: number, end: number): number {
  let hardest = start;
  for (let i = start; i < end; i++) if (ptTeV[i]! > ptTeV[hardest]!) hardest = i;
  return hardest;
}
