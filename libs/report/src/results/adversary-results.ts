// What the training of an adversary wrote: adversary.json and trials.json of the kind `adversary`.
import type { Input } from '@jetdemon/workflow';
import { z } from 'zod';
import { readJson } from './read-json.ts';

const byName = z.record(z.string(), z.number());

const adversary = z.object({
  network: z.object({
    hidden: z.array(z.number()),
    rho: z.object({ pt: z.number(), eta: z.number(), phi: z.number() }),
    inputs: z.enum(['jet', 'jet+gradient']),
  }),
  acceptance: z.object({ ks: byName }),
  /** Whether the chosen adversary passed its acceptance criteria on the validation jets. */
  accepted: z.boolean(),
});

const trials = z.array(
  z.object({
    trial: z.number(),
    epoch: z.number(),
    lambda: byName,
    /** KS distance of validation background, by what is compared. */
    ks: byName,
    /** Share of eps_S / sqrt(eps_B) lost at the nominal optimum, on validation jets. */
    loss: z.number(),
    /** Criteria that it failed. */
    failed: z.array(z.string()),
    chosen: z.boolean(),
  }),
);

/** One evaluation during the search for λ. */
export type Trial = z.output<typeof trials>[number];

/** One trained adversary and its search. */
export interface Adversary extends z.output<typeof adversary> {
  readonly input: Input;
  readonly trials: readonly Trial[];
}

export async function readAdversary(input: Input): Promise<Adversary> {
  const [described, evaluated] = await Promise.all([
    readJson(input, 'adversary.json', adversary),
    readJson(input, 'trials.json', trials),
  ]);
  return { ...described, input, trials: evaluated };
}
