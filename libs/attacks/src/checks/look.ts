// What every check of an attack is made of: the jets as they are scored, shares of them, and a verdict.
import type { AttackCheck } from '@jetdemon/artifacts';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Device, Tensors } from '@jetdemon/compute';
import { padJets, valuesPerJet, type Jets } from '@jetdemon/data';
import { padded, type Tagger } from '@jetdemon/models';
import type { Key } from '@jetdemon/workflow';
import type { Attack } from '../loop/attack.ts';
import { attackJets } from '../loop/attack-jets.ts';
import { constantsOf, separate, type PaddedBatch } from '../loop/directions.ts';
import { sortConstituents } from '../loop/order.ts';
import { slopesOf } from '../loop/slopes.ts';
import { displacement } from '../threat/resolution.ts';
import type { Scales } from '../threat/budget.ts';

export interface CheckOptions {
  readonly device: Device;
  readonly target: Tagger;
  readonly key: Key;
  readonly rows: Int32Array;
  /** Of the random search, for each jet. */
  readonly queries: number;
  readonly progress?: (done: string, fraction: number) => void;
}

/** A box that leaves nothing of a jet: constituents of a tenth to nearly twice their pT, anywhere within a radian. */
export const unbounded: Scales = { pt: 0.9, eta: 1, phi: 1 };
/** Steps where there is no bound. */
export const many = 100;
/** Share of jets that may speak against a check: rounding, and a jet or two. */
export const few = 0.01;
/** The same of a check that is about most jets. */
export const half = 0.5;
/** Logits closer than this are the same in single precision. */
export const rounding = 1e-3;

export const judged = (check: AttackCheck['check'], found: number, statement: string, limit = few): AttackCheck => ({
  ...{ check, holds: found <= limit, found, limit, statement },
});

/** The share of the jets that speak against something, and how many they are, in words. */
export function sharesOf({ length }: Int32Array) {
  return {
    share: (speaksAgainst: (jet: number) => boolean): number =>
      length === 0 ? 0 : Array.from({ length }, (_, jet) => jet).filter(speaksAgainst).length / length,
    of: (part: number) => `${Math.round(part * length)} of ${length} jets`,
  };
}

/** Logits of attacked jets. */
export async function logitsAfter(jets: Jets, attack: Attack, options: CheckOptions): Promise<number[]> {
  const { device, target, key, rows } = options;
  const { jets: moved } = await attackJets(jets, attack, { device, target, key, rows });
  return logitsOf(moved, options);
}

/** Logits of jets, shown in descending pT as they are stored and scored. */
export async function logitsOf(jets: Jets, options: Pick<CheckOptions, 'device' | 'target' | 'rows'>): Promise<number[]> {
  const { device, target } = options;
  const score = device.compile((inputs: Tensors): Record<string, Tensor> => {
    const { weights, batch } = separate(inputs);
    return { logits: tf.reshape(target.logits(weights, batch), [-1]) };
  });
  const constants = constantsOf(target.weights);
  const found: number[] = [];
  for (const { jets: some, rows } of batchesOf(sortConstituents(jets), options)) {
    const { logits } = await score({ ...constants, ...target.indices(some), jets: padded(some, jets.layout) });
    rows.forEach((_, jet) => found.push(logits!.data[jet]!));
  }
  return found;
} // prettier-ignore

/** No jet is at a place where all slopes are zero. */
export async function maskedGradients(jets: Jets, options: CheckOptions): Promise<AttackCheck> {
  const slopes = slopesOf(displacement, jets.layout, options.device, options.target);
  const width = valuesPerJet(jets.layout);
  const flat: boolean[] = [];
  for (const batch of batchesOf(jets, options)) {
    const { gradient } = await slopes(batch)(new Float32Array(batch.jets.length));
    batch.rows.forEach((_, jet) =>
      flat.push(gradient.subarray(jet * width, (jet + 1) * width).every((slope) => slope === 0)),
    );
  }
  const { share, of } = sharesOf(options.rows);
  const masked = share((jet) => flat[jet]!);
  return judged('masked gradients', masked, `no jet has slopes of zero alone; ${of(masked)} have`);
}

/** The rows in batches of one size, the last filled up with empty jets. */
export function* batchesOf(
  jets: Jets,
  { rows, target }: Pick<CheckOptions, 'rows' | 'target'>,
): Generator<PaddedBatch, void, undefined> {
  const size = Math.min(256, rows.length, target.jetsPerCall ?? 256);
  for (let first = 0; first < rows.length; first += size) {
    const here = rows.slice(first, first + size);
    yield { jets: padJets(jets, here, size), rows: here };
  }
}
