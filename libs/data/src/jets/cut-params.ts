// The selection of §II as parameters of the tasks that bring jets in. Declaration only: imports zod and nothing else.
import * as z from 'zod';

export const cutParams = {
  take: z
    .union([z.int().positive(), z.record(z.string(), z.int().positive())])
    .optional()
    .describe('jets to keep after the cuts, the first ones: so many in all and as many of each class, or so many of each class by its name; all by default'), // prettier-ignore
  ptMinGeV: z.number().nonnegative().default(300).describe('jet pT above this [GeV], default 300 (§II)'),
  massMinGeV: z.number().nonnegative().default(50).describe('jet mass above this [GeV], default 50 (§II); 0 is no cut'),
  absEtaMax: z.number().positive().optional().describe('|η| of the jet below this; no cut by default, as in §II'),
  constituentsMin: z
    .int()
    .min(1)
    .max(256)
    .default(3)
    .describe('at least so many constituents, 1 to 256, default 3 (§II)'),
};
