// Several files by one path in a list of files: a folder is all that lies in it, `*` and `?` stand for parts of a name.
// They become entries of their own before a node has a key, so that the list is part of it.
import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as z from 'zod';

/** Paths below `root`, by name; undefined for a path that is neither a pattern nor a folder. */
export function filesOf(root: string, path: string): string[] | undefined {
  if (/[*?]/.test(path)) return matching(root, '', path.replace(/\/+$/, '').split('/'));
  const folder = statSync(resolve(root, path), { throwIfNoEntry: false })?.isDirectory();
  return folder ? matching(root, path.replace(/\/+$/, ''), ['*']) : undefined;
}

function matching(root: string, folder: string, [step, ...rest]: readonly string[]): string[] {
  const paths = namesIn(resolve(root, folder), step!)
    .sort()
    .map((name) => (folder === '' ? name : `${folder}/${name}`));
  if (rest.length > 0) return paths.flatMap((path) => matching(root, path, rest));
  return paths.filter((path) => statSync(resolve(root, path), { throwIfNoEntry: false })?.isFile());
}

/** Names that begin with . or _ are no data: what Spark and macOS leave beside it. */
function namesIn(folder: string, step: string): string[] {
  const listed = statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true;
  if (!/[*?]/.test(step)) return statSync(join(folder, step), { throwIfNoEntry: false }) ? [step] : [];
  const escaped = step.replaceAll(/[.+^${}()|[\]\\]/g, '\\$&');
  const pattern = new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`);
  return listed ? readdirSync(folder).filter((name) => pattern.test(name) && !/^[._]/.test(name)) : [];
}

/** The same parameters, with an entry per file for every entry of a list whose file is several. */
export function spread(schema: unknown, value: unknown, root: string): unknown {
  if (!(schema instanceof z.ZodType) || value === undefined || value === null) return value;
  if (schema instanceof z.ZodArray && Array.isArray(value)) {
    const element = schema.element as z.ZodType;
    return value.flatMap((entry: unknown) => entries(element, entry, root));
  }
  if (schema instanceof z.ZodObject) {
    const own = value as Readonly<Record<string, unknown>>;
    return Object.fromEntries(
      Object.entries(own).map(([name, inner]) => [name, spread(schema.shape[name], inner, root)]),
    );
  }
  return 'unwrap' in schema ? spread((schema.unwrap as () => unknown)(), value, root) : value;
}

function entries(element: z.ZodType, entry: unknown, root: string): unknown[] {
  if (!(element instanceof z.ZodObject)) return [entry];
  const own = entry as Readonly<Record<string, unknown>>;
  const name = Object.keys(own).find((key) => (element.shape[key] as z.ZodType | undefined)?.meta()?.['file'] === true);
  const files = name !== undefined && typeof own[name] === 'string' ? filesOf(root, own[name]) : undefined;
  return files && files.length > 0 ? files.map((file) => ({ ...own, [name!]: file })) : [entry];
}
