// A reference from its file.
import { readFileSync } from 'node:fs';
import { InputError, readYaml } from '@jetdemon/workflow';
import { referenceSchema, type Reference } from './schema.ts';

/**
 * Reads the YAML `file`.
 *
 * @throws InputError when there is none, WorkflowErrors with all that is wrong in it, each with line and column
 */
export function readReference(file: string): Reference {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw InputError.at({ file }, `expected the numbers of a reference, found ${code === 'ENOENT' ? 'none' : message}`);
  }
  return readYaml(file, text, referenceSchema);
}
