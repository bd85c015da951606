// Files that a program node left behind, for the nodes after it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError, parseJson, suggest, type Input } from '@jetdemon/workflow';
import { programFiles } from './programs.ts';

/**
 * Absolute paths of the outputs of a program, by the names that its node declares.
 *
 * @throws InputError when program.json is not as declared
 */
export function readProgramFiles(folder: string): Record<string, string> {
  const about = join(folder, 'program.json');
  const { outputs } = parseJson(readFileSync(about, 'utf8'), programFiles.files['program.json'].schema, about);
  return Object.fromEntries(Object.entries(outputs).map(([name, file]) => [name, join(folder, file)]));
}

/** The file of one output of a program: `name`, or its only one. */
export function outputOf({ folder, node }: Pick<Input, 'folder' | 'node'>, name?: string): string {
  const files = readProgramFiles(folder);
  const known = Object.keys(files);
  if (name === undefined && known.length === 1) return files[known[0]!]!;
  const file = name === undefined ? undefined : files[name];
  if (file !== undefined) return file;
  const found = name === undefined ? 'no name' : `${name}${suggest(name, known)}`;
  throw InputError.at({ node }, `output: expected one of ${known.join(', ')}, found ${found}`);
}

/**
 * The files that a task was given by path and by the nodes at its port, in that order: where each lies, and its name for
 * people and provenance, which for the output of a node is no path.
 *
 * @throws InputError when there is none
 */
export function namedFiles(
  paths: readonly string[],
  generated: readonly Pick<Input, 'folder' | 'node'>[],
  output?: string,
): { readonly path: string; readonly name: string }[] {
  const files = [
    ...paths.map((path) => ({ path, name: path })),
    ...generated.map((input) => ({ path: outputOf(input, output), name: `output of ${input.node}` })),
  ];
  if (files.length === 0) throw new InputError('files: expected at least one, or a node at generated, found none');
  return files;
}
