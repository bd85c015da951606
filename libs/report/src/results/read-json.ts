// Reads JSON of upstream results against a schema that is no wider than what a report uses.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError, type Input } from '@jetdemon/workflow';
import { z } from 'zod';

export const quoted = z.object({ value: z.number(), low: z.number(), high: z.number() });

/** A number with the ends of its interval. */
export type Quoted = z.output<typeof quoted>;

/**
 * The file `name` of `input`, as `schema` has it.
 *
 * @throws InputError naming file and field when it is not there, is not JSON or has another shape
 */
export async function readJson<T>({ folder }: Input, name: string, schema: z.ZodType<T>): Promise<T> {
  const file = join(folder, name);
  let json: unknown;
  try {
    json = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw new InputError(`expected JSON, found ${(error as Error).message}`, `${file}:`);
  }
  const { success, data, error } = schema.safeParse(json);
  if (success) return data;
  const [issue] = error.issues;
  throw new InputError(`${issue!.path.join('.') || 'top level'}: ${issue!.message.toLowerCase()}`, `${file}:`);
}

/** A quoted number of a metrics.json, and where it stands there. */
export interface Found {
  /** Names from the top, joined by a slash: `variations/fgsm-scores/auc`. */
  readonly path: string;
  readonly quoted: Quoted;
}

/** Every quoted number of a metrics.json, however nested, in the order of the file. */
export async function readQuoted(input: Input): Promise<Found[]> {
  return within(await readJson(input, 'metrics.json', z.record(z.string(), z.unknown())), []);
}

function within(json: unknown, path: readonly string[]): Found[] {
  if (typeof json !== 'object' || json === null) return [];
  const { success, data } = quoted.safeParse(json);
  if (success) return [{ path: path.join('/'), quoted: data }];
  return Object.entries(json).flatMap(([name, value]) => within(value, [...path, name]));
}
