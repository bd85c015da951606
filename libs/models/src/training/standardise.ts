// Mean and rms of features of constituents over the jets to train on: what a network is fed has mean 0 and rms 1.
import { batchOf, coordinates, type JetRows } from '@jetdemon/data';
import { InputError } from '@jetdemon/workflow';
import type { FeatureInput } from '../networks/hyperparameters.ts';

const jetsAtOnce = 4096;

/** Features as a network takes them, of the jets that were added. */
export class Standardiser {
  readonly #names: readonly string[];
  // about the first value, so that nothing large cancels
  #first: readonly number[] | undefined;
  #count = 0;
  readonly #sums: number[];
  readonly #squares: number[];

  constructor(names: readonly string[]) {
    this.#names = names;
    this.#sums = names.map(() => 0);
    this.#squares = names.map(() => 0);
  }

  /**
   * Adds the constituents of the jets at `rows`.
   *
   * @param file named in the `InputError`
   * @throws InputError for a name that is no feature of the jets beyond (pT, η, φ)
   */
  add(jets: JetRows, rows: Int32Array, file: string): void {
    const { features } = jets.layout;
    const places = this.#names.map((name) => placeOf(name, features, file));
    if (places.length === 0) return;
    for (let start = 0; start < rows.length; start += jetsAtOnce) {
      const { jets: padded, mask } = batchOf(jets, rows.subarray(start, start + jetsAtOnce));
      mask.forEach((real, slot) => {
        if (real === 0) return;
        const values = places.map((at) => padded[slot * features.length + at]!);
        this.#first ??= values;
        this.#count++;
        values.forEach((value, i) => {
          const about = value - this.#first![i]!;
          this.#sums[i]! += about;
          this.#squares[i]! += about * about;
        });
      });
    }
  }

  /** The features, each of mean 0 and rms 1 over these constituents; one that is the same everywhere has scale 1. */
  features(): FeatureInput[] {
    return this.#names.map((name, i) => {
      const mean = this.#sums[i]! / this.#count;
      const rms = Math.sqrt(Math.max(0, this.#squares[i]! / this.#count - mean * mean));
      return { name, mean: this.#first![i]! + mean, scale: rms > 0 ? 1 / rms : 1 };
    });
  }
}

function placeOf(name: string, features: JetRows['layout']['features'], file: string): number {
  const at = features.findIndex((feature) => feature.name === name);
  if (at >= coordinates) return at;
  const there = features.slice(coordinates).map((feature) => feature.name);
  throw InputError.at(
    { file },
    `features: expected features of the constituents (${there.join(', ') || 'there are none'}), found ${name}`,
  );
}
