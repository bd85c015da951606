// Every task there is: libs/<lib>/src/tasks/<task>.ts, found by looking. The only place that knows where tasks live.
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Graph, Task } from '@jetdemon/workflow';
import { bundle, type Emitted } from '../bundle/bundle.mjs';

/** Task name (`models/train`) -> its file, relative to the root. */
export function findTasks(root: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const lib of fs.readdirSync(path.join(root, 'libs')).sort()) {
    const folder = path.join(root, 'libs', lib, 'src', 'tasks');
    if (!fs.existsSync(folder)) continue;
    for (const file of fs.readdirSync(folder).sort()) {
      if (!file.endsWith('.ts') || file.endsWith('.test.ts')) continue;
      found.set(`${lib}/${path.basename(file, '.ts')}`, `libs/${lib}/src/tasks/${file}`);
    }
  }
  return found;
}

/** The declarations of all tasks, without their implementations. */
export async function loadTasks(root: string): Promise<Record<string, Task>> {
  const files = findTasks(root);
  const contents = [...files.values()].map((file, i) => `export { default as task${i} } from './${file}';`).join('\n');
  const [declarations] = await bundle({
    root,
    name: 'declarations',
    entries: [{ name: 'tasks', contents }],
    lazy: true,
  });
  const module = (await import(pathToFileURL(declarations!.file).href)) as Record<string, Task | undefined>;
  return Object.fromEntries(
    [...files].map(([name, file], i) => {
      const task = module[`task${i}`];
      if (task?.name !== name)
        throw new Error(`internal: ${file} declares ${JSON.stringify(task?.name)}, not "${name}"`);
      return [name, task];
    }),
  );
}

/**
 * The emitted code of tasks, their implementations and our libraries included.
 *
 * @param names of tasks; those of a workflow, since all take many times as long
 * @param verify whether what was emitted before is read to see that it is whole: for whoever runs it
 */
export async function emitTasks(
  root: string,
  names: Iterable<string>,
  verify = false,
): Promise<ReadonlyMap<string, Emitted>> {
  const wanted = new Set(names);
  const entries = [...findTasks(root)].flatMap(([name, file]) => (wanted.has(name) ? [{ name, file }] : []));
  const emitted = entries.length === 0 ? [] : await bundle({ root, name: 'tasks', entries, minify: true, verify });
  return new Map(emitted.map((output) => [output.name, output]));
}

/** Names of the tasks of graphs. */
export const tasksOf = (...graphs: readonly Graph[]): string[] =>
  graphs.flatMap(({ nodes }) => nodes.map(({ task }) => task));
