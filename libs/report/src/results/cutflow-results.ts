// cutflow.json of selected jets: what each cut left of the events, per class.
import type { Input } from '@jetdemon/workflow';
import { z } from 'zod';
import { quoted, readJson } from './read-json.ts';

const step = z.object({
  cut: z.string(),
  events: z.number(),
  weight: z.number(),
  efficiency: quoted.nullable(),
  cumulative: quoted.nullable(),
});

export type Step = z.output<typeof step>;

const cutflow = z.object({
  classes: z.object({ background: z.array(step).min(1).optional(), signal: z.array(step).min(1).optional() }),
  photonJetsRemoved: z.object({ background: z.number().optional(), signal: z.number().optional() }).optional(),
});

/** The cut-flow of one node. */
export type Cutflow = z.output<typeof cutflow> & { readonly input: Input };

export async function readCutflow(input: Input): Promise<Cutflow> {
  return { ...(await readJson(input, 'cutflow.json', cutflow)), input };
}

/** Classes that were selected from, with their steps. */
export function classesOf({ classes }: Cutflow): { readonly name: 'background' | 'signal'; readonly steps: Step[] }[] {
  return (['background', 'signal'] as const).flatMap((name) => {
    const steps = classes[name];
    return steps ? [{ name, steps }] : [];
  });
}
