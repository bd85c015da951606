// Layout of jets as files and artefacts state it; what else must hold of one is the data library's to say.
import * as z from 'zod';

const roles = ['pt', 'eta', 'rapidity', 'phi', 'mass'] as const;
const moves = ['relative', 'absolute', 'frozen'] as const;

/** One number of every constituent. */
export interface Feature {
  readonly name: string;
  /** 'TeV', 'rad', '1' for dimensionless. */
  readonly unit: string;
  readonly description: string;
  /** What it is to the momentum of a constituent; absent for what is no part of that: a charge, an impact parameter. */
  readonly role?: (typeof roles)[number] | undefined;
  /** How an attack may move it: by a share of itself, by an amount, or not at all. */
  readonly move: (typeof moves)[number];
}

export interface JetLayout {
  /** Slots of a padded jet: the hardest constituents are kept, 1 to 256. */
  readonly constituents: number;
  /** pT, η or rapidity, φ, then the mass where it is known (constituents are massless elsewhere), then all others. */
  readonly features: readonly Feature[];
  /** Names of the classes; a label is the index of one. */
  readonly classes: readonly string[];
}

const feature = z.strictObject({
  name: z.string().min(1),
  unit: z.string().min(1).describe("'TeV', 'rad', '1' for dimensionless"),
  description: z.string(),
  role: z
    .enum(roles)
    .optional()
    .describe('what it is to the momentum of a constituent; absent for a charge, an impact parameter'),
  move: z.enum(moves).describe('how an attack may move it: by a share of itself, by an amount, or not at all'),
}) satisfies z.ZodType<Feature>;

export const jetLayout = z.strictObject({
  constituents: z.int().min(1).max(256).describe('slots of a padded jet: the hardest constituents are kept'),
  features: z
    .array(feature)
    .min(3)
    .readonly()
    .describe('pT, eta or rapidity, phi, then the mass where it is known, then all others'),
  classes: z
    .array(z.string().min(1))
    .min(1)
    .max(255)
    .readonly()
    .describe('names of the classes; a label is the index of one'),
}) satisfies z.ZodType<JetLayout>;
