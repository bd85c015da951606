// What the kind `control region` says: χ² of the pseudodata drawn, and the alarms of pseudo-experiments.
import { jetObservables, type JetObservable } from '@jetdemon/artifacts';
import type { Input } from '@jetdemon/workflow';
import { z } from 'zod';
import { quoted, readJson } from './read-json.ts';

const alarms = z.object({ detected: quoted });

const observable = alarms.extend({
  /** Median over pseudo-experiments, and the central 68% of them. */
  chi2_per_ndf: quoted,
});

const others = Object.fromEntries(jetObservables.map((name) => [name, observable.optional()])) as Record<
  JetObservable,
  z.ZodOptional<typeof observable>
>;

const pseudodata = z.object({
  score: observable,
  ...others,
  columns: z.record(z.string(), observable).optional(),
  /** Any observable of the control region. */
  any: alarms,
  /** Classifier output in the blinded region, no part of the validation. */
  score_after_unblinding: observable,
});

const metrics = z.object({
  /** Background, perturbed. */
  background: pseudodata,
  /** The same with perturbed signal among it. */
  with_signal: pseudodata.optional(),
  /** Background that nobody perturbed: false alarms. */
  unperturbed: pseudodata,
});

/** region.json. */
export const region = z.object({
  thresholds: z.object({ blinded_above: z.number(), optimum: z.number() }),
  treatment: z.string(),
  tests: z.array(
    z.object({
      pseudodata: z.string(),
      observable: z.string(),
      region: z.enum(['control', 'blinded']),
      chi2: z.number(),
      ndf: z.number(),
      p: z.number(),
    }),
  ),
  /** Columns of the user's own among what is compared. */
  columns: z.record(z.string(), z.object({ unit: z.string() })).optional(),
});

export type RegionMetrics = z.output<typeof metrics>;

export interface Region extends z.output<typeof region> {
  readonly input: Input;
  readonly metrics: RegionMetrics;
}

export async function readRegion(input: Input): Promise<Region> {
  const [described, measured] = await Promise.all([
    readJson(input, 'region.json', region),
    readJson(input, 'metrics.json', metrics),
  ]);
  return { ...described, input, metrics: measured };
}
