// Workflow files opened, those that they extend and include put in.
import { readFileSync } from 'node:fs';
import { posix, resolve } from 'node:path';
import { InputError } from '../errors.ts';
import { extend } from './extend.ts';
import { Source } from './source.ts';

/**
 * @param file relative to the root, with `/`
 * @param text of the file, where it is known already
 *
 * @throws InputError without such a file, WorkflowErrors where it is no YAML, or one that it names is none
 */
export function openWorkflow(root: string, file: string, text?: string): Source {
  const opened = text ?? read(root, file);
  if (typeof opened !== 'string') throw InputError.at({ file }, `expected a workflow file, found ${opened.problem}`);
  const source = new Source(file, opened);
  const open = (name: string) => {
    const beside = posix.join(posix.dirname(file), name);
    const found = read(root, beside);
    return typeof found === 'string' ? new Source(beside, found) : found.problem;
  };
  extend(source, posix.basename(file), { open, known: new Map() });
  source.throwIfWrong();
  return source;
}

function read(root: string, file: string): string | { readonly problem: string } {
  try {
    return readFileSync(resolve(root, file), 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return { problem: code === 'ENOENT' ? 'none' : code === 'EISDIR' ? 'a folder' : message };
  }
}
