// Padded batches, the form that networks are fed: [batch, constituents, features] as the layout says, (pT [TeV], η, φ)
// first, zeros where padded.
import type { Key } from '@jetdemon/workflow';
import { featureValues, type Jets } from './jets.ts';
import { coordinates, valuesPerJet, type JetLayout } from './layout.ts';
import { allRows, shuffle } from './shuffle.ts';

export interface Batch {
  /** [size, constituents, features], row-major: pT [TeV], η, φ first; all exactly 0 where padded. */
  readonly jets: Float32Array;
  /** [size, constituents]: 1 constituent, 0 padding. */
  readonly mask: Uint8Array;
  /** [size]: indices of classes. */
  readonly label: Float32Array;
  readonly size: number;
  /** [size]: the rows of the jets that the batch was made of. */
  readonly indices: Int32Array;
}

export interface BatchesOptions {
  /** Rows to go through; all by default. */
  readonly indices?: Int32Array;
  /** Jets per batch. */
  readonly size: number;
  /** Shuffles the rows; in the given order without it. Give every epoch a key of its own. */
  readonly key?: Key;
  /** Whether a last batch with fewer jets is left out. */
  readonly dropLast?: boolean;
  /** Mirror each jet at random (see `reflect`); needs `key`. */
  readonly reflect?: boolean;
}

/** Jets of which only label, partition and the lasting reference columns are in memory. */
export interface StoredJets {
  readonly layout: JetLayout;
  readonly count: number;
  /** [count]: an index of the layout's classes. */
  readonly label: Uint8Array;
  /** [count]: 0 train, 1 validation, 2 test. */
  readonly partition?: Uint8Array;
  /** The lasting ones, weights, origins and what is held, each [count]. */
  readonly reference?: Jets['reference'];
  /** Constituents of all jets. */
  readonly constituents: number;
  /** Writes the jets at `rows`, padded, to the beginning of `out`: `[rows, constituents, features]`, row-major. */
  read(rows: Int32Array, out: Float32Array): void;
}

/** Jets in either form, asked for by row. */
export type JetRows = Jets | StoredJets;

/** The jets at `indices`, padded. */
export function batchOf(jets: JetRows, indices: Int32Array): Batch {
  const padded = padJets(jets, indices);
  const { length } = jets.layout.features;
  const mask = new Uint8Array(padded.length / length);
  for (let slot = 0; slot < mask.length; slot++) mask[slot] = padded[slot * length]! > 0 ? 1 : 0;
  const label = Float32Array.from(indices, (row) => jets.label[row]!);
  return { jets: padded, mask, label, size: indices.length, indices };
}

/** The jets at `rows`, then empty ones until there are `size`: `[size, constituents, features]`, row-major. */
export function padJets(jets: JetRows, rows: Int32Array, size = rows.length): Float32Array {
  const padded = new Float32Array(size * valuesPerJet(jets.layout));
  if ('read' in jets) jets.read(rows, padded);
  else pad(jets, rows, padded);
  return padded;
}

function pad(jets: Jets, rows: Int32Array, padded: Float32Array): void {
  const { layout, offsets, ptTeV, eta, phi } = jets;
  const stride = valuesPerJet(layout);
  const others = featureValues(jets).slice(coordinates);
  const skip = others.length;
  for (let at = 0; at < rows.length; at++) {
    const end = offsets[rows[at]! + 1]!;
    for (let i = offsets[rows[at]!]!, to = at * stride; i < end; i++, to += skip) {
      padded[to++] = ptTeV[i]!;
      padded[to++] = eta[i]!;
      padded[to++] = phi[i]!;
      for (let other = 0; other < skip; other++) padded[to + other] = others[other]![i]!;
    }
  }
}

/**
 * Goes through the jets once, `size` at a time; every batch has buffers of its own, so a consumer may keep them.
 *
 * @example for (const batch of batches(jets, { indices: rowsOf(jets, 'train'), size: 256, key: key.split(epoch) })) …
 */
export function* batches(jets: JetRows, options: BatchesOptions): Generator<Batch, void, undefined> {
  const { size, key, dropLast = false, reflect: mirror = false } = options;
  if (!(Number.isInteger(size) && size > 0)) throw new RangeError(`internal: batch size ${size}`);
  if (mirror && !key) throw new RangeError('internal: reflect needs a key');
  const given = options.indices ?? allRows(jets.count);
  const rows = key ? shuffle(given, key.split('shuffle')) : given;
  for (let start = 0; start < rows.length; start += size) {
    if (dropLast && start + size > rows.length) return;
    const batch = batchOf(jets, rows.slice(start, start + size));
    if (mirror) reflect(batch.jets, jets.layout, key!.split('reflect').split(start));
    yield batch;
  }
}

/**
 * Flips, in place and for each jet by itself, η ↦ −η and φ ↦ −φ each with probability 1/2: exact symmetries of
 * unpolarised proton-proton collisions that leave pT, mass and D2 unchanged; features beyond (pT, η, φ) stay as they are.
 *
 * @param padded [batch, constituents, features]
 */
export function reflect(padded: Float32Array, layout: JetLayout, key: Key): void {
  const uniform = key.uniform();
  const stride = valuesPerJet(layout);
  const each = layout.features.length;
  for (let start = 0; start < padded.length; start += stride) {
    const [flipEta, flipPhi] = [uniform() < 0.5, uniform() < 0.5];
    // Padding starts at the first pT of zero; it is left alone so that it stays +0.
    for (let i = start; i < start + stride && padded[i] !== 0; i += each) {
      if (flipEta) padded[i + 1] = -padded[i + 1]!;
      if (flipPhi) padded[i + 2] = -padded[i + 2]!;
    }
  }
}
