// From a workflow file to its checked graph: everything that can be known wrong before a node runs is an error here.
import { readFileSync } from 'node:fs';
import { basename, isAbsolute, relative, resolve, sep } from 'node:path';
import { idOf, pointsOf, type Axis } from '../axes.ts';
import {
  readDeclarations,
  type Declaration,
  type DeclaredAxis,
  type Setting,
  type Tasks,
} from '../file/declarations.ts';
import { InputError } from '../errors.ts';
import type { Graph, GraphNode } from './graph.ts';
import { axesOf, checkReferences, inOrder, needsAt } from './link.ts';
import { digester, readParameters, type Digester } from '../file/parameters.ts';
import { Source } from '../file/source.ts';

export interface LoadOptions {
  /** `workflows/paper.yaml`, relative to the root or absolute; its name names the workflow. */
  readonly file: string;
  /** Its text, where it is known already; else the file is read. */
  readonly text?: string;
  /** Task name -> declaration. */
  readonly tasks: Tasks;
  /** What `device` may name; any text without it. */
  readonly devices?: readonly string[];
  /** Workspace root: files that parameters name are relative to it. */
  readonly root: string;
}

/**
 * Reads and checks a workflow, and expands every matrix: nodes come after all that they need, otherwise in file order.
 *
 * @throws WorkflowErrors with everything that is wrong, each with line and column; InputError when there is no file.
 * @example loadGraph({ file: 'workflows/paper.yaml', tasks: { 'data/load': load }, root: process.cwd() }).nodes
 */
export function loadGraph({ file, text, tasks, devices, root }: LoadOptions): Graph {
  const shown = isAbsolute(file) ? relative(root, file).split(sep).join('/') : file;
  const name = basename(file, '.yaml');
  if (!file.endsWith('.yaml') || !/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name)) {
    throw new InputError('expected a file name of letters, digits, ".", "_" and "-" that ends in .yaml', shown);
  }
  const source = new Source(shown, text ?? readWorkflow(resolve(root, file), shown));
  const { title, nodes: declared } = readDeclarations(source, tasks, devices);
  checkReferences(source, declared);

  const digests = digester(root);
  const axes = new Map<string, readonly Axis[] | undefined>();
  const nodes: GraphNode[] = [];
  for (const node of inOrder(source, declared)) {
    axes.set(node.base, axesOf(source, node, axes));
    nodes.push(...expand(source, node, axes, digests));
  }
  source.throwIfWrong();
  return { name, title: title ?? name, nodes };
}

function expand(
  source: Source,
  node: Declaration,
  axes: ReadonlyMap<string, readonly Axis[] | undefined>,
  digests: Digester,
): GraphNode[] {
  const { base, task, key, device } = node;
  if (!task) return [];
  checkSettings(source, node);
  const own = node.axes.map(({ name, labels }) => ({ name, values: labels.map(({ value }) => value) }));
  const parameters = new Map(
    pointsOf(own).map((point) => {
      const chosen = node.axes.flatMap(
        ({ name, labels }) => labels.find(({ value }) => value === point[name])!.settings,
      );
      return [idOf(base, point), readParameters(source, { ...node, task }, chosen, digests)];
    }),
  );
  return pointsOf(axes.get(base) ?? []).flatMap((point) => {
    const mine = Object.fromEntries(own.map(({ name }) => [name, point[name]!]));
    const found = parameters.get(idOf(base, mine));
    if (!axes.get(base) || !found) return [];
    const needs = needsAt(source, node, point, axes);
    return [
      { id: idOf(base, point), base, axes: point, task: task.name, ...found, device, needs, line: source.lineOf(key) },
    ];
  });
}

/** A parameter has one source: two axes that set it, or a list that overrules `with`, would silently drop a value. */
function checkSettings(source: Source, { base, settings, axes }: Declaration): void {
  const setters = new Map<string, string>();
  for (const axis of axes) {
    for (const { name, key } of settingsOf(axis)) {
      const other = setters.get(name) ?? axis.name;
      if (other !== axis.name) source.report(key, `${base}.${name}: set by axis ${other} already`);
      else setters.set(name, axis.name);
    }
    const everywhere = (name: string) =>
      axis.labels.every(({ settings: one }) => one.some((setting) => setting.name === name));
    for (const { name, key } of settings) {
      if (axis.labels.length > 0 && everywhere(name))
        source.report(key, `${base}.${name}: every point of axis ${axis.name} sets it`);
    }
  }
}

const settingsOf = ({ labels }: DeclaredAxis): Setting[] => labels.flatMap(({ settings }) => settings);

function readWorkflow(path: string, shown: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new InputError(`expected a workflow file, found ${code === 'ENOENT' ? 'none' : message}`, shown);
  }
}
