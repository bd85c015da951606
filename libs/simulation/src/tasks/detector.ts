// The task simulation/detector: generated events to calorimeter towers.
import { events, towers } from '@jetdemon/artifacts';
import { defineTask } from '@jetdemon/workflow';
import * as z from 'zod';

const params = z.strictObject({
  card: z
    .string()
    .min(1)
    .meta({ file: true })
    .default('data/cards/detector-atlas.yaml')
    .describe(
      'YAML card of the detector, relative to the workspace root; its contents are part of the key; default the ATLAS-like one (§II)',
    ),
  vary: z
    .strictObject({
      energy: z
        .number()
        .positive()
        .max(2)
        .default(1)
        .describe('of the measured energy of every tower, before thresholds'),
      resolution: z.number().min(0).max(10).default(1).describe('of σ(E) of every tower'),
      threshold: z.number().min(0).max(100).default(1).describe('of energyMinGeV of every calorimeter'),
    })
    .optional()
    .describe(
      'a known uncertainty: factors of what the card says; each tower draws the same random numbers as without; default: as the card says',
    ),
  seed: z.int().default(1).describe('seed of resolution and tower positions, default 1'),
});

export default defineTask({
  name: 'simulation/detector',
  description: 'measures events in a solenoid and calorimeters: towers above threshold, smeared (§II: as Delphes does)',
  params,
  inputs: { events: { kind: events, take: 'one', description: 'generated events' } },
  output: towers,
  async run(context) {
    const { detect } = await import('../detector/detect.ts');
    await detect(context);
  },
});
