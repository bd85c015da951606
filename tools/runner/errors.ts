// Errors that a user can mend, and how they are printed.
import fs from 'node:fs';
import path from 'node:path';
import { InputError, type Place } from '@jetdemon/workflow';
import { ofSources } from './stack.ts';

/** By name: every bundle has its own copy of the class, and compute may not import ours. */
const MENDABLE = new Set(['InputError', 'DeviceUnavailableError']);

/** System errors of a folder that cannot take a result. */
const STORAGE: Readonly<Record<string, string>> = {
  ENOSPC: 'no space left on the device',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file is larger than allowed',
  EROFS: 'the file system is read-only',
  EACCES: 'permission denied',
  EPERM: 'the operation is not permitted',
  ENOTDIR: 'a file stands where a folder is needed',
  EEXIST: 'a file stands where a folder is needed',
  EISDIR: 'a folder stands where a file is needed',
};

/** The same error, or where the disk refused to write, an `InputError` that says so, and what stands in the way. */
export function asStorageError(error: unknown, folder: string): unknown {
  const { code, path: at = folder, dest } = error as NodeJS.ErrnoException & { readonly dest?: string };
  const reason = code === undefined ? undefined : STORAGE[code];
  if (reason === undefined) return error;
  const file = dest ?? at;
  const where = reason.startsWith('a file stands') ? (fileAbove(file) ?? file) : file;
  return new InputError(`cannot write the result: ${reason}${/stands/.test(reason) ? ': remove it' : ''} (${where})`);
}

/** The first part of a path that is there and no folder. */
function fileAbove(file: string): string | undefined {
  const parts = path.resolve(file).split(path.sep);
  const all = parts.map((_, at) => parts.slice(0, at + 1).join(path.sep)).filter((at) => at !== '');
  return all.find((at) => fs.lstatSync(at, { throwIfNoEntry: false }) && !fs.statSync(at, { throwIfNoEntry: false })?.isDirectory()); // prettier-ignore
}

/** A result that a node was given: the port it came by, where it lies for the task alone, and where people find it. */
export interface Given {
  readonly port: string;
  readonly node: string;
  readonly folder: string;
  readonly shown: string;
}

/** One line for an error that a user can mend, else `internal:` and the stack. */
export function describe(error: unknown, given: readonly Given[] = []): string {
  if (!(error instanceof Error)) return `internal: ${String(error)}`;
  if (MENDABLE.has(error.name)) return given.reduce(asShown, error.message);
  const text = ofSources(error.stack ?? error.message);
  return text.startsWith('internal:') || text.startsWith('Error: internal:')
    ? text.replace(/^Error: /, '')
    : `internal: ${text}`;
}

/** What an error that a user can mend is about, with the port of the input it is about; undefined where it does not say. */
export function placeOf(error: unknown, given: readonly Given[] = []): Place | undefined {
  if (!(error instanceof Error) || !MENDABLE.has(error.name)) return undefined;
  const known = ['file', 'line', 'node', 'port', 'row', 'column'] as const;
  const said = Object.fromEntries(
    known.filter((field) => field in error).map((field) => [field, (error as Place)[field]]),
  ) as Place;
  const { file, node } = said;
  const input =
    given.find(({ folder }) => file?.startsWith(folder + path.sep)) ?? given.find((input) => input.node === node);
  const place = {
    ...said,
    ...(input && { node: input.node, port: input.port }),
    ...(file !== undefined && { file: given.reduce(asShown, file) }),
  };
  return Object.keys(place).length > 0 ? place : undefined;
}

const asShown = (words: string, { folder, shown }: Given) => words.replaceAll(folder + path.sep, `${shown}/`);
