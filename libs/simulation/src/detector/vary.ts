// A card varied: what an experiment does not know of its calorimeters, by factors.
import type { DetectorCard } from './card.ts';

export interface Variation {
  /** Of σ(E): of C, S and N of every region. */
  readonly resolution: number;
  /** Of the least energy of a tower, energyMinGeV. */
  readonly threshold: number;
}

/** The same card with other resolutions and thresholds. Towers must still have significanceMin σ(E), of the varied σ. */
export function varied(card: DetectorCard, { resolution, threshold }: Variation): DetectorCard {
  return {
    ...card,
    calorimeters: card.calorimeters.map((each) => ({
      ...each,
      energyMinGeV: threshold * each.energyMinGeV,
      resolution: each.resolution.map(({ absEtaMax, constant, stochasticSqrtGeV, noiseGeV }) => ({
        absEtaMax,
        constant: resolution * constant,
        stochasticSqrtGeV: resolution * stochasticSqrtGeV,
        noiseGeV: resolution * noiseGeV,
      })),
    })),
  };
}
