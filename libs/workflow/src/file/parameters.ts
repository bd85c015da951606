// The parameters of one matrix point, checked by the task's schema: what is wrong is reported where it stands in the
// file, files that parameters name are looked at, and defaults are filled in.
import { createHash } from 'node:crypto';
import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { isAbsolute, normalize, resolve, sep } from 'node:path';
import * as z from 'zod';
import type { Declaration, Setting } from './declarations.ts';
import type { Task } from '../define-task.ts';
import { filesOf, spread } from './file-patterns.ts';
import { reportIssue } from './read-yaml.ts';
import type { Source } from './source.ts';
import { suggest, type JsonSchema } from '../words.ts';

export interface Parameters {
  readonly params: Readonly<Record<string, unknown>>;
  /** Path as the workflow names it -> SHA-256 of its contents. */
  readonly files: Readonly<Record<string, string>>;
}

/** Undefined when anything was wrong; `chosen` are the settings of the point's axes, which go before those of `with`. */
export function readParameters(
  source: Source,
  { base, task, settings, settingsAt }: Declaration & { readonly task: Task },
  chosen: readonly Setting[],
  { root, digestOf }: Digester,
): Parameters | undefined {
  const known = Object.keys(task.params.shape);
  const all = [...settings, ...chosen];
  const unknown = all.filter(({ name }) => !known.includes(name));
  for (const { name, key } of unknown) {
    const hint = name === '<<' ? ': YAML 1.2 has no merge keys, write the values out' : suggest(name, known);
    source.report(key, `${base}.${name}: unknown parameter${hint}`);
  }

  const given = new Map(all.filter(({ name }) => known.includes(name)).map((setting) => [setting.name, setting]));
  const values = Object.fromEntries([...given].map(([name, { value }]) => [name, source.valueOf(value)]));
  const parsed = task.params.safeParse(values);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      const setting = given.get(String(issue.path[0]));
      const at = setting ? source.at(setting.value ?? setting.key, issue.path.slice(1)) : settingsAt;
      reportIssue(source, parameterSchema(task), base, issue, values, at);
    }
    return undefined;
  }
  const params = parsed.data;
  const named = filesNamed(task.params, params);
  const digests = new Map<string, string>();
  let sound = true;
  for (const {
    at: [name, ...steps],
    ...path
  } of named) {
    const digest = lookAt(root, path, digestOf);
    if (digest.files) {
      for (const [path, sha256] of digest.files) digests.set(path, sha256);
      continue;
    }
    sound = false;
    const setting = given.get(String(name));
    const at = setting ? source.at(setting.value ?? setting.key, steps) : settingsAt;
    source.report(at, `${[base, name, ...steps].map(String).join('.')}: ${digest.problem}`);
  }
  if (unknown.length > 0 || !sound) return undefined;
  return { params: spread(task.params, params, root) as typeof params, files: Object.fromEntries(digests) };
}

/** JSON schema of a task's parameters, as they are written (defaults may be left out). */
export function parameterSchema(task: Task): JsonSchema {
  return z.toJSONSchema(task.params, { io: 'input', target: 'draft-7', unrepresentable: 'any' });
}

interface NamedFile {
  /** Where it stands among the parameters: `['files', 0, 'path']`. */
  readonly at: readonly PropertyKey[];
  readonly file: string;
  /** Whether it stands in a list, so that it may be several. */
  readonly several: boolean;
  /** Whether a folder stands for all files in it: it may, or it must. */
  readonly folder: 'may' | 'must' | undefined;
}

/**
 * Every file that a value names: where `.meta({ file: true })` stands, in lists, objects and records too. A folder is named
 * where `.meta({ folder: true })` stands, one or the other where both do.
 */
function filesNamed(schema: unknown, value: unknown, at: readonly PropertyKey[] = []): NamedFile[] {
  if (!(schema instanceof z.ZodType) || value === undefined || value === null) return [];
  const { file, folder } = schema.meta() ?? {};
  if ((file === true || folder === true) && typeof value === 'string')
    return [
      {
        at,
        file: value,
        several: at.length > 1 && typeof at.at(-2) === 'number',
        folder: folder === true ? (file === true ? 'may' : 'must') : undefined,
      },
    ];
  const inside = (step: PropertyKey, child: unknown) =>
    filesNamed(child, (value as Record<PropertyKey, unknown>)[step], [...at, step]);
  if (schema instanceof z.ZodObject)
    return Object.entries(schema.shape).flatMap(([name, child]) => inside(name, child));
  if (schema instanceof z.ZodArray) return Object.keys(value).flatMap((index) => inside(Number(index), schema.element));
  if (schema instanceof z.ZodRecord) return Object.keys(value).flatMap((name) => inside(name, schema.valueType));
  return 'unwrap' in schema ? filesNamed((schema.unwrap as () => unknown)(), value, at) : [];
}

/** The files that a path names, with their digests, or what is wrong with it. */
function lookAt(
  root: string,
  { file: path, several, folder }: Omit<NamedFile, 'at'>,
  digestOf: Digester['digestOf'],
): { readonly files?: readonly (readonly [string, string])[]; readonly problem?: string } {
  if (isAbsolute(path)) return { problem: `expected a path relative to the workspace root, found ${path}` };
  if (normalize(path).split(sep)[0] === '..') return { problem: `expected a path within the workspace, found ${path}` };
  try {
    const files = several || (folder && !/[*?]/.test(path)) ? filesOf(root, path) : undefined;
    if (folder === 'must' && !files)
      return { problem: `expected the folder ${path}, found ${existsSync(resolve(root, path)) ? 'a file' : 'none'}` };
    if (files?.length === 0) return { problem: `expected files ${path}, found none` };
    return { files: (files ?? [path]).map((file) => [file, digestOf(file)]) };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    const found = { ENOENT: 'none', EISDIR: 'a folder', ENODEV: 'a device or pipe' }[code] ?? message;
    return { problem: `expected the file ${path}, found ${found}` };
  }
}

export interface Digester {
  readonly root: string;
  readonly digestOf: (file: string) => string;
}

/** SHA-256 of files below `root`, each read once, a mebibyte at a time. */
export function digester(root: string): Digester {
  const known = new Map<string, string>();
  const chunk = Buffer.alloc(2 ** 20);
  const digestOf = (file: string): string => {
    const path = resolve(root, file);
    const before = known.get(path);
    if (before !== undefined) return before;
    const status = statSync(path);
    if (status.isDirectory()) throw Object.assign(new Error('is a folder'), { code: 'EISDIR' });
    if (!status.isFile()) throw Object.assign(new Error('is no file'), { code: 'ENODEV' }); // it may never end
    const hash = createHash('sha256');
    const handle = openSync(path, 'r');
    try {
      for (let read = readSync(handle, chunk); read > 0; read = readSync(handle, chunk))
        hash.update(chunk.subarray(0, read));
    } finally {
      closeSync(handle);
    }
    const digest = hash.digest('hex');
    known.set(path, digest);
    return digest;
  };
  return { root, digestOf };
}
