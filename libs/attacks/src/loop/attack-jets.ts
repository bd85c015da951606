// The loop that every attack runs in: find a direction, step along it, project, again.
// It reads what an attack declares (attack.ts) and never asks which one it has.
import type { Tensor3D } from '@tensorflow/tfjs-core';
import { batchOf, coordinates, valuesPerJet, type Jets } from '@jetdemon/data';
import { InputError } from '@jetdemon/workflow';
import type { Attack } from './attack.ts';
import { padded } from '@jetdemon/models';
import { directionsOf, type Given, type Response } from './direction-source.ts';

export interface DescentOptions extends Given {
  /** The jets to attack; the others are left untouched. */
  readonly rows: Int32Array;
  /** Jets per native call, default 256; jets do not influence one another. */
  readonly batchSize?: number;
  readonly progress?: (fraction: number) => void;
}

export interface Attacked {
  /** Each constituent in the slot that it started in, so not necessarily in descending pT: see `sortConstituents`. */
  readonly jets: Jets;
  readonly response: readonly Response[];
}

/**
 * J ← project(step(J, δ)), as often as the attack asks, with δ of the jet as moved so far or of the original one.
 *
 * @throws InputError when the classifier gives numbers that are not finite
 * @example const { jets } = await attackJets(test, fgsm(), { device, rows: signal, target });
 */
export async function attackJets(jets: Jets, attack: Attack, options: DescentOptions): Promise<Attacked> {
  const { device, rows, batchSize = 256, progress = () => {} } = options;
  const out = { ...jets, ptTeV: jets.ptTeV.slice(), eta: jets.eta.slice(), phi: jets.phi.slice() };
  const { layout } = jets;
  const move = device.compile(({ jets, direction }) => ({
    moved: attack.project(attack.step(jets as Tensor3D, direction as Tensor3D, layout), layout),
  }));
  const source = directionsOf(attack, layout, options);
  const size = Math.min(batchSize, rows.length);
  for (let first = 0; first < rows.length; first += size) {
    // The last batch is filled up with empty jets, so that one graph serves all.
    const batch = { rows: rows.slice(first, first + size), jets: new Float32Array(size * valuesPerJet(layout)) };
    batch.jets.set(batchOf(jets, batch.rows).jets);
    const directions = source.of(batch);
    let moved: Float32Array = batch.jets;
    let direction: Float32Array = batch.jets;
    for (let iteration = 0; iteration < attack.iterations; iteration++) {
      if (iteration === 0 || attack.directionOf === 'current') direction = await directions.at(moved, iteration);
      moved = (await move({ jets: padded(moved, layout), direction: padded(direction, layout) })).moved!
        .data as Float32Array;
    }
    await directions.end(moved, attack.iterations);
    put(moved, batch.rows, out);
    progress(Math.min(1, (first + size) / rows.length));
  }
  return { jets: out, response: source.response() };
}

/** Writes the coordinates of a padded batch back into the flat arrays of `jets`, in place; other features do not move. */
function put(moved: Float32Array, rows: Int32Array, { layout, offsets, ptTeV, eta, phi }: Jets): void {
  const others = layout.features.length - coordinates;
  rows.forEach((row, at) => {
    let from = at * valuesPerJet(layout);
    for (let i = offsets[row]!; i < offsets[row + 1]!; i++) {
      const [pt, y, azimuth] = [moved[from++]!, moved[from++]!, moved[from++]!];
      if (!Number.isFinite(pt + y + azimuth)) {
        throw new InputError(`expected a classifier with a finite gradient, found NaN or infinity for jet ${row}`);
      }
      [ptTeV[i], eta[i], phi[i]] = [pt, y, azimuth];
      from += others;
    }
  });
}
