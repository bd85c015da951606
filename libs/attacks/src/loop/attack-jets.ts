// The loop that every attack runs in: find a direction, step along it, project, again.
// It reads what an attack declares (attack.ts) and never asks which one it has.
import type { Tensor3D } from '@tensorflow/tfjs-core';
import { eachAtOnce, sideBySide } from '@jetdemon/compute';
import { padJets, valuesPerJet, type JetLayout, type Jets } from '@jetdemon/data';
import { padded } from '@jetdemon/models';
import { InputError } from '@jetdemon/workflow';
import type { Attack } from './attack.ts';
import { directionsOf, type Given, type Response } from './direction-source.ts';

export interface DescentOptions extends Given {
  /** The jets to attack; the others are left untouched. */
  readonly rows: Int32Array;
  /** Jets per native call, default 256, fewer where the target takes fewer; jets do not influence one another. */
  readonly batchSize?: number;
  readonly progress?: (fraction: number) => void;
}

export interface Attacked {
  /** Each constituent in the slot that it started in, so not necessarily in descending pT: see `sortConstituents`. */
  readonly jets: Jets;
  readonly response: readonly Response[];
}

/** An attack that jets of one layout are given to, piece by piece. */
export interface Attacker {
  /**
   * Those of `rows` moved, the others as they were.
   *
   * @param firstRow number of the first of these jets among all: a drawn direction depends on the number of the jet
   */
  attack(
    jets: Jets,
    rows: Int32Array,
    options?: { firstRow?: number; progress?(fraction: number): void },
  ): Promise<Jets>;
  /** Of all jets so far. */
  response(): readonly Response[];
}

/**
 * J ← project(step(J, δ)), as often as the attack asks, with δ of the jet as moved so far or of the original one.
 *
 * @throws InputError when the classifier gives numbers that are not finite
 * @example const { jets } = await attackJets(test, fgsm(), { device, rows: signal, target });
 */
export async function attackJets(jets: Jets, attack: Attack, options: DescentOptions): Promise<Attacked> {
  const { rows, progress } = options;
  const attacker = attackerOf(attack, jets.layout, { ...options, total: rows.length });
  const moved = await attacker.attack(jets, rows, { progress });
  return { jets: moved, response: attacker.response() };
}

/**
 * The same for jets that come in pieces; every native call has as many jets, the last of a piece filled up. Batches go side by side
 * where there are several.
 *
 * @param options with how many jets there will be in all, where that is known
 */
export function attackerOf(
  attack: Attack,
  layout: JetLayout,
  {
    total = Infinity,
    batchSize = 256,
    ...given
  }: Given & Pick<DescentOptions, 'batchSize'> & { readonly total?: number },
): Attacker {
  const { threat } = attack;
  const size = Math.min(batchSize, total, given.target?.jetsPerCall ?? batchSize);
  const { device, count } = total > size ? sideBySide(given.device, size) : { device: given.device, count: 1 };
  const move = device.compile(({ jets, direction }) => ({
    moved: threat.project(threat.step(jets as Tensor3D, direction as Tensor3D, layout), layout),
  }));
  const source = directionsOf(attack, layout, { ...given, device });
  return {
    async attack(jets, rows, { firstRow = 0, progress = () => {} } = {}) {
      const out = { ...jets, ptTeV: jets.ptTeV.slice(), eta: jets.eta.slice(), phi: jets.phi.slice() };
      const told = new Float64Array(source.column ? jets.count : 0).fill(NaN);
      let done = 0;
      const firsts = Array.from({ length: Math.ceil(rows.length / size) }, (_, at) => at * size);
      await eachAtOnce(count, firsts, async (first) => {
        // The last batch is filled up with empty jets, so that one graph serves all.
        const here = rows.slice(first, first + size);
        const batch = { rows: here.map((row) => row + firstRow), jets: padJets(jets, here, size) };
        const directions = source.of(batch);
        let moved: Float32Array = batch.jets;
        let direction: Float32Array = batch.jets;
        for (let iteration = 0; iteration < attack.iterations; iteration++) {
          if (iteration === 0 || attack.directionOf === 'current') direction = await directions.at(moved, iteration);
          const next = await move({ jets: padded(moved, layout), direction: padded(direction, layout) });
          moved = next.moved!.data as Float32Array;
        }
        await directions.end(moved, attack.iterations);
        put(moved, here, out, firstRow);
        directions.values?.().forEach((value, at) => (told[here[at]!] = value));
        progress((done += here.length) / rows.length);
      });
      if (!source.column) return out;
      const { name, ...column } = source.column;
      return { ...out, reference: { ...out.reference, [name]: { ...column, values: told } } };
    },
    response: () => source.response(),
  };
}

/** Writes the coordinates of a padded batch back into the flat arrays of `jets`, in place; other features do not move. */
function put(moved: Float32Array, rows: Int32Array, jets: Jets, firstRow: number): void {
  const { layout, offsets, ptTeV, eta, phi } = jets;
  const [width, each] = [valuesPerJet(layout), layout.features.length];
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at]!;
    for (let i = offsets[row]!, from = at * width; i < offsets[row + 1]!; i++, from += each) {
      const [pt, y, azimuth] = [moved[from]!, moved[from + 1]!, moved[from + 2]!];
      if (!Number.isFinite(pt + y + azimuth)) {
        const found = `found NaN or infinity for jet ${firstRow + row}`;
        throw new InputError(`expected a classifier with a finite gradient, ${found}`, undefined, {
          row: firstRow + row,
        });
      }
      ptTeV[i] = pt;
      eta[i] = y;
      phi[i] = azimuth;
    }
  }
}
