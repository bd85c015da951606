// Parameters of the resolution in whose units the smallest move is looked for, and of the threshold that it has to cross.
import * as z from 'zod';

export const resolutionParameters = {
  relativePt: z
    .string()
    .default('hypot(0.5 / sqrt(energy), 0.03)')
    .describe('σ(pT) / pT of a constituent: a formula of its pt, eta, energy and the other quantities of models/import, in GeV; default as a hadron calorimeter'), // prettier-ignore
  eta: z
    .string()
    .default('0.01')
    .describe('σ of its η, likewise; default between the towers of an electromagnetic and of a hadron calorimeter'),
  phi: z.string().default('0.01').describe('σ of its φ [rad], likewise'),
  threshold: z
    .number()
    .gt(0)
    .lt(1)
    .default(0.5)
    .describe('of P(signal), below which a jet passes for background; default 0.5'),
};
