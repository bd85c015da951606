// The house as folders and imports: no circle of imports, no folder that nobody can take in at a glance.
import { readFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '..');
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', 'libs', 'tools', 'test'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => /\.(ts|mts|mjs)$/.test(file));

/** Files of this repository that a file imports by a relative path, types and dynamic imports included. */
function importsOf(file: string): string[] {
  const { importedFiles } = ts.preProcessFile(readFileSync(path.join(root, file), 'utf8'));
  return importedFiles
    .map(({ fileName }) => fileName)
    .filter((name) => name.startsWith('.'))
    .map((name) => path.posix.join(path.posix.dirname(file), name));
}

/** The first circle found by a walk in depth, as the files on it; undefined without one. */
function circle(graph: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const done = new Set<string>();
  const onWay: string[] = [];
  const visit = (file: string): string[] | undefined => {
    if (done.has(file)) return undefined;
    if (onWay.includes(file)) return [...onWay.slice(onWay.indexOf(file)), file];
    onWay.push(file);
    for (const next of graph.get(file) ?? []) {
      const found = visit(next);
      if (found) return found;
    }
    onWay.pop();
    done.add(file);
    return undefined;
  };
  for (const file of graph.keys()) {
    const found = visit(file);
    if (found) return found;
  }
  return undefined;
}

test('the search for circles finds one', () => {
  const graph = new Map([
    ['a', ['b']],
    ['b', ['c', 'd']],
    ['c', []],
    ['d', ['b']],
  ]);
  expect(circle(graph)).toEqual(['b', 'd', 'b']);
});

test('no file imports itself, by whatever way', () => {
  expect(circle(new Map(files.map((file) => [file, importsOf(file)])))).toBeUndefined();
});

test('no folder has more than 24 source files', () => {
  const count = new Map<string, number>();
  for (const file of files.filter((name) => !/\.test\.ts$/.test(name)))
    count.set(path.posix.dirname(file), (count.get(path.posix.dirname(file)) ?? 0) + 1);
  expect([...count].filter(([, many]) => many > 24)).toEqual([]);
});
