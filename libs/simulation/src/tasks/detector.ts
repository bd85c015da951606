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
