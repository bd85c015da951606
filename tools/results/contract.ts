// Check of a result against its kind: every file there and readable as its format, every column of an accepted type,
// JSON of the shape that is declared.
import fs from 'node:fs';
import path from 'node:path';
import { problemOf, verifyArrowFile, type Column, type Kind } from '@jetdemon/workflow';
import type * as z from 'zod';

/** What the folder lacks of its kind, in words; empty when it satisfies it. */
export async function lackOf(folder: string, kind: Kind): Promise<string[]> {
  const lacks: string[] = [];
  for (const [file, schema] of Object.entries(kind.files)) {
    const full = path.join(folder, file);
    if (!fs.statSync(full, { throwIfNoEntry: false })?.isFile()) {
      if (!schema.optional) lacks.push(file);
    } else if (fs.statSync(full).size === 0) lacks.push(`anything in ${file}`);
    else if (schema.format === 'json') lacks.push(...lackOfJson(full, file, schema.schema));
    else if (schema.format === 'arrow') lacks.push(...(await lackOfTable(full, file, schema.columns)));
  }
  const { oneOf } = kind;
  if (oneOf && !oneOf.some((file) => fs.existsSync(path.join(folder, file)))) lacks.push(`any of ${oneOf.join(', ')}`);
  return lacks;
}

function lackOfJson(full: string, file: string, schema: z.ZodType): string[] {
  let value: unknown;
  try {
    value = JSON.parse(fs.readFileSync(full, 'utf8'));
  } catch {
    return [`valid JSON in ${file}`];
  }
  const wrong = problemOf(schema, value);
  return wrong ? [`JSON of its shape in ${file} (${wrong})`] : [];
}

async function lackOfTable(full: string, file: string, columns: Readonly<Record<string, Column>>): Promise<string[]> {
  const types = await readTypes(full);
  if (!types) return [`a readable Arrow table in ${file}`];
  return Object.entries(columns).flatMap(([name, { type }]) => {
    const have = types.get(name);
    const accepted = Array.isArray(type) ? type : [type];
    if (have === undefined) return [`column ${name} of ${file}`];
    return accepted.includes(have)
      ? []
      : [`type ${accepted.join(' or ')} of column ${name} of ${file} (found ${have})`];
  });
}

/** Column -> type as kinds name it; reads the schema, not the rows. */
async function readTypes(file: string): Promise<Map<string, string> | undefined> {
  const { DataType, RecordBatchReader } = await import('apache-arrow');
  const handle = await fs.promises.open(file, 'r');
  try {
    await verifyArrowFile(file);
    const reader = await (await RecordBatchReader.from(handle)).open();
    return new Map(
      reader.schema.fields.map(({ name, type }) => [
        name,
        String(DataType.isDictionary(type) ? type.dictionary : type).toLowerCase(),
      ]),
    );
  } catch {
    return undefined;
  } finally {
    await handle.close().catch(() => {}); // the reader may have closed it
  }
}
