// Small tasks for the tests of this library: one per shape of port and of parameter.
import * as z from 'zod';
import type { Tasks } from '../file/declarations.ts';
import { defineTask } from '../define-task.ts';
import { classifier, jets, report, scores, splitJets } from './kinds.ts';

const run = () => Promise.reject(new Error('internal: a test task does not run'));
const one = 'one';

const load = defineTask({
  name: 'data/load',
  description: 'reads jets',
  params: z.strictObject({ path: z.string().meta({ file: true }).describe('jets as Arrow') }),
  inputs: {},
  output: jets,
  run,
});

const split = defineTask({
  name: 'data/split',
  description: 'deals jets into partitions',
  params: z
    .strictObject({
      train: z.number().gt(0).lt(1).default(0.7),
      test: z.number().gt(0).lt(1).default(0.3),
      seed: z.int().default(1),
    })
    .refine(({ train, test }) => train + test <= 1, { message: 'expected train + test <= 1', path: ['test'] }),
  inputs: { jets: { kind: jets, take: one, description: 'jets to split' } },
  output: splitJets,
  run,
});

const train = defineTask({
  name: 'models/train',
  description: 'trains a network',
  params: z.strictObject({
    network: z.enum(['hl', 'pfn', 'dense']).default('pfn').describe('architecture, §II'),
    epochs: z.int().min(1).default(30).describe('passes over the training jets'),
    seed: z.int().min(0).default(1),
    layers: z.array(z.int().positive()).min(1).default([256, 256]),
    schedule: z.strictObject({ warmup: z.number().min(0).max(1).default(0) }).optional(),
    resume: z.boolean().default(false),
    start: z.string().meta({ file: true }).optional(),
    whole: z.string().meta({ folder: true }).optional(),
    either: z.string().meta({ file: true, folder: true }).optional(),
    parts: z.array(z.strictObject({ path: z.string().meta({ file: true }) })).default([]),
    inputs: z.record(z.string(), z.string().meta({ file: true })).default({}),
  }),
  inputs: { jets: { kind: splitJets, take: one, description: 'jets with partitions' } },
  output: classifier,
  run,
});

const fgsm = defineTask({
  name: 'attacks/fgsm',
  description: 'attacks the test jets',
  params: z.strictObject({
    epsilon: z.number().positive().default(0.001),
    limit: z.union([z.number(), z.literal('auto')]).default('auto'),
  }),
  inputs: {
    jets: { kind: splitJets, take: one, description: 'jets to attack' },
    classifier: { kind: classifier, take: one, description: 'network to fool' },
  },
  output: splitJets,
  run,
});

const score = defineTask({
  name: 'models/score',
  description: 'scores jets',
  params: z.strictObject({}),
  inputs: fgsm.inputs,
  output: scores,
  run,
});

const compare = defineTask({
  name: 'statistics/compare',
  description: 'compares variations with a nominal sample',
  params: z.strictObject({ replicas: z.int().min(0).default(1000) }),
  inputs: {
    nominal: { kind: scores, take: one, description: 'nominal scores' },
    varied: { kind: scores, take: 'many', description: 'varied scores' },
  },
  output: report,
  run,
});

const page = defineTask({
  name: 'report/page',
  description: 'gathers everything',
  params: z.strictObject({}),
  inputs: { scores: { kind: scores, take: 'many', description: 'scores to show' } },
  output: report,
  run,
});

const all = [load, split, train, fgsm, score, compare, page];

export const tasks: Tasks = Object.fromEntries(all.map((task) => [task.name, task]));
