// Configuration of a checkout, jetdemon.yaml beside package.json: where results are kept. Nothing in it is in any key.
import fs from 'node:fs';
import path from 'node:path';
import { InputError, readYaml } from '@jetdemon/workflow';
import * as z from 'zod';

const CONFIG = 'jetdemon.yaml';

const shared = z.strictObject({
  at: z
    .string()
    .min(1)
    .describe('a folder, relative to this file, an address (https://...) or a bucket (s3://bucket/prefix)'),
  write: z.boolean().default(false).describe('whether results that are computed here are handed on'),
});

const schema = z.strictObject({
  store: z.string().min(1).optional().describe('folder of results, relative to this file'),
  shared: shared.optional().describe('where else results may be found'),
});

export type Config = z.output<typeof schema>;
export type SharedConfig = z.output<typeof shared>;

/** @throws InputError where the file is none, WorkflowErrors with the lines of what is wrong in it */
export function configOf(root: string): Config {
  const file = path.join(root, CONFIG);
  if (!fs.existsSync(file)) return {};
  if (!fs.statSync(file).isFile()) throw new InputError('expected a file, found something else', CONFIG);
  const text = fs.readFileSync(file, 'utf8');
  return text.replaceAll(/^\s*(#.*)?$/gm, '') === '' ? {} : readYaml(CONFIG, text, schema);
}
