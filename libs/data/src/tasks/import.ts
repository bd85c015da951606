// The task data/import: a user's ROOT, Parquet, HDF5, NPZ or Arrow files into the workflow, as a mapping says.
import { jets, programFiles } from '@jetdemon/artifacts';
import { defineTask } from '@jetdemon/workflow';
import * as z from 'zod';
import { cutParams } from '../jets/cut-params.ts';
import { layouts } from '../import/layouts.ts';
import { mapping } from '../import/mapping/mapping.ts';

const label = z.union([z.literal(0), z.literal(1), z.string().min(1)]);

const params = z.strictObject({
  files: z
    .array(
      z.strictObject({
        path: z
          .string()
          .min(1)
          .meta({ file: true })
          .describe('relative to the workspace root; its contents are part of the key'),
        table: z
          .string()
          .min(1)
          .optional()
          .describe(
            'tree or group of this path, where a file holds several samples: it takes the place of table in the mapping',
          ),
        label: label
          .optional()
          .describe('0 background, 1 signal, or the name of a class: where all its jets are of one class'),
        partition: z
          .enum(['train', 'validation', 'test'])
          .optional()
          .describe('where all its jets are of one partition, which data/split keeps'),
      }),
    )
    .default([])
    .describe('files of one layout, read in this order'),
  output: z
    .string()
    .min(1)
    .optional()
    .describe('which output of the programs at generated; needed if they have several'),
  labels: z
    .record(z.string().min(1), label)
    .default({})
    .describe('node at generated -> 0 background, 1 signal, or the name of a class: where all its jets are of one class'), // prettier-ignore
  constituents: z
    .int()
    .min(1)
    .max(256)
    .optional()
    .describe('keep the hardest so many constituents of each jet, 1 to 256; default 64 (§II), of layout jetdemon as the file says'), // prettier-ignore
  classes: z
    .array(z.string().min(1))
    .min(1)
    .max(255)
    .optional()
    .describe('names of the classes that labels 0, 1, … are, or that stand beside paths; default: background and signal. With one name, [data] for one, no label is needed; a mapping may name them in label.classes instead'), // prettier-ignore
  layout: z
    .enum(layouts)
    .optional()
    .describe('a layout that is known by name: libs/data/README.md says which sets they are'),
  mapping: mapping.optional().describe('any other layout: jetdemon inspect FILE proposes one'),
  ...cutParams,
});

export default defineTask({
  name: 'data/import',
  description:
    'reads jets from ROOT, Parquet, HDF5, NPZ or Arrow files as a mapping says and applies the selection of §II',
  params,
  inputs: {
    generated: { kind: programFiles, take: 'many', description: 'files that programs wrote' },
  },
  output: jets,
  async run(context) {
    const { importJets } = await import('../import/import-jets.ts');
    await importJets(context);
  },
});
