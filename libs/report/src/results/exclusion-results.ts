// What the kind `exclusion` says: discovery and exclusion of one assumed signal, expected, claimed and true.
import type { Input } from '@jetdemon/workflow';
import { z } from 'zod';
import { quoted, readJson } from './read-json.ts';

const metrics = z.object({
  /** Asimov significance with background uncertainty, by the simulation. */
  z_expected: quoted,
  /** With the efficiencies after the attack. */
  z_true: quoted,
  /** 1 - true / expected. */
  significance_lost: quoted,
  /** CLs upper limits on the signal jets produced. */
  limit_expected: quoted,
  limit_observed: quoted,
  limit_true: quoted,
  true_over_observed: quoted,
});

const described = z.object({
  assumptions: z.object({ signal: z.number(), background: z.number() }),
  convention: z.string(),
});

export interface Exclusion extends z.output<typeof metrics>, z.output<typeof described> {
  readonly input: Input;
}

export async function readExclusion(input: Input): Promise<Exclusion> {
  const [words, numbers] = await Promise.all([
    readJson(input, 'exclusion.json', described),
    readJson(input, 'metrics.json', metrics),
  ]);
  return { ...words, ...numbers, input };
}
