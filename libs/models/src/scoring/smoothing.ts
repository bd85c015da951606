// Noise smoothing at test time: the mean of what a classifier says of copies of a jet whose constituents were smeared.
import { sideBySide, type Device } from '@jetdemon/compute';
import { normal, valuesPerJet, wrapPhi, type JetLayout, type JetRows } from '@jetdemon/data';
import type { Key, Uniform } from '@jetdemon/workflow';
import type { Tagger } from '../tagger.ts';
import { inBatches, type BatchOptions } from './map-batches.ts';
import { indexer, probabilityOf } from './scoring.ts';

export interface Smoothing {
  /** Copies that are scored. */
  readonly copies: number;
  /** Relative standard deviation of the pT of a constituent. */
  readonly energy: number;
  /** Standard deviation of η and of φ of a constituent [rad]. */
  readonly angle: number;
}

/**
 * ⟨P(signal)⟩ over smeared copies of each jet, `[rows]`: the smoothed classifier of arXiv:1902.02918, eq. (1), with a mean of
 * scores for the vote. pT gets a log-normal factor of mean 1, so none becomes negative, the angles a normal number.
 *
 * Every jet draws from a key of its own, split off by its row and the copy: the same whatever batch it is in. Constituents are in
 * descending pT again, as those of every jet that is scored.
 */
export async function smoothedScores(
  tagger: Omit<Tagger, 'contrast'>,
  jets: JetRows,
  among: Device,
  options: BatchOptions,
  { copies, ...widths }: Smoothing,
  key: Key,
): Promise<Float32Array> {
  const { weights, layout } = tagger;
  const names = Object.keys(weights);
  const { device, count: atOnce } = sideBySide(among, tagger.jetsPerCall);
  const compiled = device.compile((inputs) => ({
    logits: tagger.logits(Object.fromEntries(names.map((name) => [name, inputs[name]!])), inputs),
  }));
  const means = new Float64Array(options.rows.length);
  const size = valuesPerJet(layout);
  const indices = indexer(tagger);
  for (let copy = 0; copy < copies; copy++) {
    const progress = (fraction: number) => options.progress?.((copy + fraction) / copies);
    const { logits } = await inBatches(
      jets,
      { ...options, jetsPerCall: tagger.jetsPerCall, atOnce, progress },
      async (batch, start) => {
        const data = batch.data.slice();
        options.rows.subarray(start, start + data.length / size).forEach((row, at) => {
          const uniform = key.split(row).split(copy).uniform();
          smear(data.subarray(at * size, (at + 1) * size), layout, widths, uniform);
        });
        return compiled({ ...weights, ...indices(data), jets: { ...batch, data } });
      },
    );
    // a running mean: of equal scores it is exactly that score
    logits!.forEach((logit, at) => (means[at]! += (probabilityOf(logit) - means[at]!) / (copy + 1)));
  }
  return Float32Array.from(means);
}

/** One jet in place, until its first padded slot; constituents of one pT keep their order. */
function smear(jet: Float32Array, { features }: JetLayout, smoothing: Widths, uniform: Uniform): void {
  const each = features.length;
  const slots: Float32Array[] = [];
  for (let at = 0; at < jet.length && jet[at]! > 0; at += each) {
    const { factor, eta, phi } = drawSmear(smoothing, uniform);
    jet[at]! *= factor;
    jet[at + 1]! += eta;
    if (phi !== 0) jet[at + 2] = wrapPhi(jet[at + 2]! + phi);
    slots.push(jet.slice(at, at + each));
  }
  slots.toSorted((a, b) => b[0]! - a[0]!).forEach((slot, at) => jet.set(slot, at * each));
}

type Widths = Pick<Smoothing, 'energy' | 'angle'>;

/** What smears one constituent: a factor of pT and additions to η and φ [rad]. */
export function drawSmear({ energy, angle }: Widths, uniform: Uniform): { factor: number; eta: number; phi: number } {
  const s = Math.sqrt(Math.log1p(energy * energy));
  const factor = Math.exp(s * normal(uniform) - (s * s) / 2);
  return { factor, eta: angle * normal(uniform), phi: angle * normal(uniform) };
}
