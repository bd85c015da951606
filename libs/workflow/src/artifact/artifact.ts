// Artefact types that read and write themselves: a shape is declared once, and gives its TypeScript type, a strict writer,
// a reader, and what the runner checks.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type * as z from 'zod';
import { readColumns, writeColumns, type Columns, type FlatColumn, type TableSchema } from './columns.ts';
import { InputError } from '../errors.ts';
import { faultOfJson } from '../words.ts';
import type { Column, FileSchema, Kind } from './kind.ts';

/** A file that is an Arrow table with these columns. */
export function table<const C extends Readonly<Record<string, Column>>>(columns: C) {
  return { format: 'arrow', columns } as const;
}

/** A file that is JSON of this shape; `z.strictObject` refuses names that nobody declared, when written and when read. */
export function json<S extends z.ZodType>(description: string, schema: S) {
  return { format: 'json', description, schema } as const;
}

/** A file that is text for people. */
export function text<const F extends 'text' | 'csv' | 'svg' | 'html'>(description: string, format: F) {
  return { format, description } as const;
}

/** What a file holds: columns of a table, the value of JSON, text; never for what only its own reader understands. */
export type ContentOf<F> = F extends { readonly columns: Readonly<Record<string, FlatColumn>> }
  ? Columns<F>
  : F extends { readonly schema: z.ZodType<infer T> }
    ? T
    : F extends { readonly format: 'text' | 'csv' | 'svg' | 'html' }
      ? string
      : never;

/** The contents of a file of an artefact type: `Contents<typeof significance, 'metrics.json'>`. */
export type Contents<K extends Kind, File extends keyof K['files']> = ContentOf<K['files'][File]>;

type Readable<Files> = { [file in keyof Files]: ContentOf<Files[file]> extends never ? never : file }[keyof Files];

export interface ReadsAndWrites<Files> {
  /**
   * Writes the files that `contents` names; the runner sees to it that in the end none is missing.
   *
   * @throws Error `internal: …` when a value is not what its file declares (also NaN and infinities, which JSON lacks)
   */
  write(folder: string, contents: { readonly [file in Readable<Files>]?: ContentOf<Files[file]> }): Promise<void>;
  /**
   * One file of a result.
   *
   * @throws InputError with file and place in it when the file is missing, damaged or of another shape
   */
  read<const File extends Readable<Files> & string>(
    from: { readonly folder: string },
    file: File,
  ): Promise<ContentOf<Files[File]>>;
}

/**
 * Declares an artefact type.
 *
 * @example
 * const limits = artifact({ name: 'limits', version: 1, description: '…', files: { 'limits.json': json('…', z.strictObject({ … })) } });
 * await limits.write(output, { 'limits.json': { … } });
 * const { … } = await limits.read(inputs.limits, 'limits.json');
 */
export function artifact<const K extends Kind>(kind: K): K & ReadsAndWrites<K['files']> {
  const files: Readonly<Record<string, FileSchema>> = kind.files;
  const methods: ReadsAndWrites<Record<string, FileSchema>> = {
    async write(folder, contents) {
      for (const [file, content] of Object.entries(contents)) {
        const schema = files[file];
        if (!schema) throw new Error(`internal: ${kind.name} has no file ${file}`);
        await writeContent(join(folder, file), schema, content, kind);
      }
    },
    read: ({ folder }, file) => readContent(join(folder, file), files[file]!) as Promise<never>,
  };
  return { ...kind, ...methods } as K & ReadsAndWrites<K['files']>;
}

async function writeContent(file: string, schema: FileSchema, content: unknown, kind: Kind): Promise<void> {
  if (schema.format === 'arrow') return writeColumns(file, schema as TableSchema, content as never, { kind });
  if (schema.format !== 'json') return writeFile(file, content as string);
  const wrong = problemOf(schema.schema, content);
  if (wrong) throw new Error(`internal: ${file}: ${wrong}`);
  return writeFile(file, `${JSON.stringify(content, null, 2)}\n`);
}

async function readContent(file: string, schema: FileSchema): Promise<unknown> {
  if (schema.format === 'arrow') return readColumns(file, schema as TableSchema);
  const found = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw InputError.at(
      { file },
      `expected ${schema.format}, found ${error.code === 'ENOENT' ? 'none' : error.message}`,
    );
  });
  return schema.format === 'json' ? parseJson(found, schema.schema, file) : found;
}

/**
 * JSON of that shape.
 *
 * @param where file, for messages
 * @throws InputError naming the place in it that is not as the schema says
 */
export function parseJson<S extends z.ZodType>(found: string, schema: S, where: string): z.output<S> {
  let value: unknown;
  try {
    value = JSON.parse(found);
  } catch (error) {
    throw new InputError(`expected JSON, found ${faultOfJson(error)}`, `${where}:`);
  }
  const wrong = problemOf(schema, value);
  if (wrong) throw new InputError(wrong, `${where}:`);
  return value as z.output<S>;
}

/** The first thing in `value` that is not as the schema says: `variations.fgsm.auc: expected number, found "x"`. */
export function problemOf(schema: z.ZodType, value: unknown): string | undefined {
  const { success, error } = schema.safeParse(value);
  if (success) return undefined;
  const issue = deepest(error.issues[0]!);
  const at = issue.path.map(String).join('.') || 'top level';
  return `${at}: ${issue.message
    .replace(/^Invalid input: /, '')
    .replace(', received ', ', found ')
    .toLowerCase()}`;
}

type Issue = z.core.$ZodIssue;

/** Of alternatives, what the one that came farthest complains of. */
function deepest(issue: Issue): Issue {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return issue;
  const inner = issue.errors
    .map(([first]) => deepest({ ...first!, path: [...issue.path, ...first!.path] }))
    .sort((a, b) => b.path.length - a.path.length)[0]!;
  return inner.path.length > issue.path.length ? inner : issue;
}
