// From a workflow file to its checked graph: everything that can be known wrong before a node runs is an error here.
import { basename, isAbsolute, relative, sep } from 'node:path';
import { idOf, pointsOf, type Axis, type Point } from '../axes.ts';
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
import { openWorkflow } from '../file/open-workflow.ts';
import { override } from '../file/override.ts';
import type { Source } from '../file/source.ts';

const MOST_NODES = 10_000;
/** A file system takes 255 bytes; locks and temporary folders add to the name. */
const LONGEST_ID = 160;

export interface LoadOptions {
  /** `workflows/paper.yaml`, relative to the root or absolute; its name names the workflow. */
  readonly file: string;
  /** Its text, where it is known already; else the file is read. */
  readonly text?: string;
  /** Task name -> declaration. */
  readonly tasks: Tasks;
  /** What `device` may name; any text without it. */
  readonly devices?: readonly string[];
  /** Parameters set by hand, `fgsm.epsilon=0.002` each; they go before those of the file. */
  readonly set?: readonly string[];
  /** Workspace root: files that parameters name are relative to it. */
  readonly root: string;
}

/**
 * Reads and checks a workflow, and expands every matrix: nodes come after all that they need, otherwise in file order.
 *
 * @throws WorkflowErrors with everything that is wrong, each with line and column; InputError when there is no file.
 * @example loadGraph({ file: 'workflows/paper.yaml', tasks: { 'data/load': load }, root: process.cwd() }).nodes
 */
export function loadGraph({ file, text, tasks, devices, set = [], root }: LoadOptions): Graph {
  const shown = isAbsolute(file) ? relative(root, file).split(sep).join('/') : file;
  const name = basename(file, '.yaml');
  if (!file.endsWith('.yaml') || !/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name)) {
    throw new InputError('expected a file name of letters, digits, ".", "_" and "-" that ends in .yaml', shown);
  }
  const source = openWorkflow(root, shown, text);
  override(source, set);
  const { title, nodes: declared } = readDeclarations(source, tasks, devices);
  checkReferences(source, declared);

  const digests = digester(root);
  const axes = new Map<string, readonly Axis[] | undefined>();
  const nodes: GraphNode[] = [];
  for (const node of inOrder(source, declared)) {
    const found = axesOf(source, node, axes);
    const small = isOfSize(source, node, found ?? ownAxes(node), nodes.length);
    axes.set(node.base, small ? found : undefined);
    if (small) nodes.push(...expand(source, node, axes, digests));
  }
  source.throwIfWrong();
  return { name, title: title ?? name, nodes };
}

/** Reports more points than a run can hold, and names that no file system takes as those of a folder. */
function isOfSize(source: Source, { base, key }: Declaration, axes: readonly Axis[], before: number): boolean {
  const points = axes.reduce((product, { values }) => product * values.length, 1);
  if (before + points > MOST_NODES) {
    source.report(key, `${base}: expected at most ${MOST_NODES} nodes in all, found ${before + points} up to here`);
    return false;
  }
  const longest = axes.map(({ name, values }) => {
    const value = values.map(String).reduce((a, b) => (b.length > a.length ? b : a), '');
    return [name, value] as const;
  });
  const id = idOf(base, Object.fromEntries(longest));
  if (id.length <= LONGEST_ID) return true;
  source.report(
    key,
    `${base}: expected names of nodes of at most ${LONGEST_ID} characters, found ${id.length}: ${id.slice(0, 40)}...`,
  );
  return false;
}

function expand(
  source: Source,
  node: Declaration,
  axes: ReadonlyMap<string, readonly Axis[] | undefined>,
  digests: Digester,
): GraphNode[] {
  const { base, task, key, device, resources } = node;
  if (!task) return [];
  checkSettings(source, node);
  const own = ownAxes(node);
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
      {
        id: idOf(base, point),
        base,
        axes: point,
        task: task.name,
        ...found,
        device,
        resources,
        needs,
        ...source.placeOf(key),
        places: placesOf(source, node, point),
      },
    ];
  });
}

/** Where the values of a point's parameters stand, of those that the workflow gives. */
function placesOf(source: Source, { settings, axes }: Declaration, point: Point): GraphNode['places'] {
  const chosen = axes.flatMap(({ name, labels }) => labels.find(({ value }) => value === point[name])?.settings ?? []);
  return Object.fromEntries(
    [...settings, ...chosen].map(({ name, key, value }) => [name, source.placeOf(value ?? key)]),
  );
}

const ownAxes = ({ axes }: Declaration): Axis[] =>
  axes.map(({ name, labels }) => ({ name, values: labels.map(({ value }) => value) }));

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
