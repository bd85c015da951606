// Noise smoothing as an attack sees it: the logit of the mean P(signal) of smeared copies of each jet, and its slope.
import { valuesPerJet, wrapPhi, type JetLayout } from '@jetdemon/data';
import { drawSmear, type Smoothing } from '@jetdemon/models';
import type { Key } from '@jetdemon/workflow';
import { counts, type PaddedBatch } from './directions.ts';

/** A classifier that says the mean of what it says of smeared copies. */
export interface Smoothed {
  readonly how: Smoothing;
  /** Every jet draws from a key of its own, split off by its row, the drawing and the copy. */
  readonly key: Key;
}

/** A smeared copy of a batch is factor × jets + shift; both [batch, constituents, features], by slot. */
export interface SmearedCopy {
  readonly factor: Float32Array;
  readonly shift: Float32Array;
}

/**
 * The copies of one batch. Where one drawing serves the whole attack, as in arXiv:1906.04584, §3, what is lowered is one function,
 * of which points can be compared.
 *
 * @param drawing which of several, independent of each other
 */
export function smearedCopies(
  { jets, rows }: PaddedBatch,
  layout: JetLayout,
  { how, key }: Smoothed,
  drawing = 0,
): SmearedCopy[] {
  const [width, each] = [valuesPerJet(layout), layout.features.length];
  const real = counts(jets, layout);
  return Array.from({ length: how.copies }, (_, copy) => {
    const [factor, shift] = [new Float32Array(jets.length).fill(1), new Float32Array(jets.length)];
    rows.forEach((row, jet) => {
      const uniform = key.split(row).split(drawing).split(copy).uniform();
      for (let at = jet * width; at < jet * width + real[jet]! * each; at += each) {
        const drawn = drawSmear(how, uniform);
        factor[at] = drawn.factor;
        shift[at + 1] = drawn.eta;
        shift[at + 2] = drawn.phi;
      }
    });
    return { factor, shift };
  });
}

/** The copy of moved jets, and the shift that brings their azimuths into [−π, π]. */
export function smearedOf(moved: Float32Array, { factor, shift }: SmearedCopy, layout: JetLayout) {
  const each = layout.features.length;
  const whole = shift.slice();
  for (let at = 2; at < moved.length; at += each) {
    const phi = moved[at]! + shift[at]!;
    if (shift[at] !== 0) whole[at]! += wrapPhi(phi) - phi;
  }
  return { jets: moved.map((value, at) => value * factor[at]! + whole[at]!), factor, shift: whole };
}

/** Logits [batch] of each copy and their slopes [batch, constituents, features]. */
export interface Told {
  readonly logits: Float32Array;
  readonly slopes: Float32Array;
}

/**
 * The logit z̄ of the mean probability p̄ = ⟨σ(z_c)⟩ over copies, and its slope Σ_c p_c (1 − p_c) ∇z_c / (C p̄ (1 − p̄)), in which
 * nothing vanishes where every p_c rounds to 0 or 1. Of equal copies it is exactly what is said of each.
 */
export function meanOf(told: readonly Told[]): Told {
  const [first] = told;
  if (!first) throw new Error('internal: no copies to take the mean of');
  if (told.length === 1) return first;
  const logits = first.logits.slice();
  const slopes = new Float32Array(first.slopes.length);
  const width = slopes.length / logits.length;
  logits.forEach((_, jet) => {
    const own = told.map((one) => one.logits[jet]!);
    const [up, down] = [own.map(logSigmoid), own.map((z) => logSigmoid(-z))];
    const [meanUp, meanDown] = [logMeanExp(up), logMeanExp(down)];
    logits[jet] = own[0]! + (meanUp - up[0]!) - (meanDown - down[0]!);
    const weights = own.map((_, copy) => Math.exp(up[copy]! - meanUp + (down[copy]! - meanDown)));
    for (let at = jet * width; at < (jet + 1) * width; at++)
      slopes[at] = weights.reduce((sum, weight, copy) => sum + weight * told[copy]!.slopes[at]!, 0) / told.length;
  });
  return { logits, slopes };
}

/** log σ(z). */
const logSigmoid = (z: number) => Math.min(z, 0) - Math.log1p(Math.exp(-Math.abs(z)));

function logMeanExp(values: readonly number[]): number {
  const most = Math.max(...values);
  return most + Math.log(values.reduce((sum, value) => sum + Math.exp(value - most), 0) / values.length);
}
