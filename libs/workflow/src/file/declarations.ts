// A workflow file as its author wrote it: nodes, their ports, settings and axes, each with its place in the file.
// Checks every name that can be judged from the file and the task declarations alone; how nodes meet is in link.ts.
import { isScalar, type Node } from 'yaml';
import { parseReference, same, type AxisValue } from '../axes.ts';
import type { Task } from '../define-task.ts';
import { readResources, type Resources } from './resources.ts';
import { topKeys } from './extend.ts';
import type { Entry, Source } from './source.ts';
import { show, suggest } from '../words.ts';

/** A parameter that is given a value, by `with` or by a point of an axis. */
export type Setting = Entry;

export interface Reference {
  readonly base: string;
  /** Axes pinned by the reference, `{ network: 'll' }` of `classifier@network=ll`. */
  readonly fixed: Readonly<Record<string, string>>;
  readonly at: Node;
}

export interface DeclaredAxis {
  readonly name: string;
  readonly key: Node;
  readonly labels: readonly { readonly value: AxisValue; readonly settings: readonly Setting[] }[];
}

export interface Declaration {
  readonly base: string;
  readonly key: Node;
  /** Undefined when the workflow names none that exists. */
  readonly task: Task | undefined;
  readonly needs: ReadonlyMap<string, { readonly at: Node; readonly references: readonly Reference[] }>;
  readonly settings: readonly Setting[];
  /** Where `with` stands, else the node's name. */
  readonly settingsAt: Node;
  readonly axes: readonly DeclaredAxis[];
  readonly device: string | undefined;
  /** The workflow's, where the node does not say otherwise. */
  readonly resources: Resources;
}

export interface Declarations {
  readonly title: string | undefined;
  /** In file order. */
  readonly nodes: readonly Declaration[];
}

export type Tasks = Readonly<Record<string, Task>>;

const nodeKeys = ['description', 'uses', 'needs', 'with', 'matrix', 'device', 'resources'];
const nameRule = 'expected letters, digits, ".", "_" and "-", a letter or digit first';
const isName = (text: string) => /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(text);
const isAxisLabel = (text: string) => isName(text.replace(/^-/, ''));

export function readDeclarations(source: Source, tasks: Tasks, devices?: readonly string[]): Declarations {
  const top = read(source, source.root, 'workflow', topKeys, (key) => `unknown key ${key}`);
  const entries = source.entries(top.get('nodes')?.value ?? null, 'nodes', 'a mapping of names to nodes');
  if (entries.length === 0 && source.problems === 0) {
    source.report(top.get('nodes')?.key ?? source.root, 'nodes: expected at least one node, found none');
  }
  const resources = readResources(source, top.get('resources'), 'resources');
  const nodes = entries.map((entry) => readNode(source, { tasks, devices, resources }, entry));
  for (const [at, { base, key }] of nodes.entries()) {
    const twin = nodes.slice(0, at).find((other) => other.base.toLowerCase() === base.toLowerCase());
    if (twin)
      source.report(key, `${base}: differs from ${twin.base} in case only, and not every file system tells them apart`);
  }
  return { title: readText(source, top.get('title'), 'title'), nodes };
}

function readNode(
  source: Source,
  { tasks, devices, resources }: { tasks: Tasks; devices: readonly string[] | undefined; resources: Resources },
  { name, key, value }: Entry,
): Declaration {
  if (!isName(name)) source.report(key, `name ${show(name)}: ${nameRule}`);
  if (name === 'all') source.report(key, 'name all: reserved, it stands for the whole workflow');
  const before = source.problems;
  const map = read(source, value, name, nodeKeys, (unknown) => `${name}: unknown key ${unknown}`);

  const task =
    map.size === 0 && source.problems > before ? undefined : readTask(source, tasks, name, key, map.get('uses'));
  readText(source, map.get('description'), `${name}.description`);
  return {
    base: name,
    key,
    task,
    needs: readNeeds(source, name, key, task, map.get('needs')),
    settings: source.entries(map.get('with')?.value ?? null, `${name}.with`, 'a mapping of parameters'),
    settingsAt: map.get('with')?.key ?? key,
    axes: readMatrix(source, name, map.get('matrix')),
    device: readDevice(source, devices, map.get('device'), `${name}.device`),
    resources: { ...resources, ...readResources(source, map.get('resources'), `${name}.resources`) },
  };
}

/** The entries of a mapping by name; those that are not `known` are reported. */
function read(
  source: Source,
  node: Node | null,
  name: string,
  known: readonly string[],
  words: (key: string) => string,
) {
  const entries = source.entries(node, name, `a mapping with ${known.join(', ')}`);
  for (const { name: key, key: at } of entries) {
    if (!known.includes(key)) source.report(at, words(key) + suggest(key, known));
  }
  return new Map(entries.map((entry) => [entry.name, entry]));
}

function readText(source: Source, entry: Entry | undefined, name: string): string | undefined {
  if (!entry) return undefined;
  const text = source.text(entry.value);
  if (text === undefined)
    source.report(entry.value ?? entry.key, `${name}: expected text, found ${show(source.valueOf(entry.value))}`);
  return text;
}

function readDevice(
  source: Source,
  devices: readonly string[] | undefined,
  entry: Entry | undefined,
  name: string,
): string | undefined {
  const text = readText(source, entry, name);
  if (entry && text !== undefined && devices && !devices.includes(text))
    source.report(entry.value, `${name}: unknown device ${text}${suggest(text, devices)}`);
  return text;
}

function readTask(source: Source, tasks: Tasks, name: string, key: Node, uses: Entry | undefined): Task | undefined {
  if (!uses) {
    source.report(key, `${name}.uses: expected the name of a task, found nothing`);
    return undefined;
  }
  const text = readText(source, uses, `${name}.uses`);
  if (text === undefined) return undefined;
  if (!Object.hasOwn(tasks, text)) {
    source.report(uses.value, `${name}.uses: unknown task ${text}${suggest(text, Object.keys(tasks))}`);
    return undefined;
  }
  return tasks[text];
}

function readNeeds(
  source: Source,
  name: string,
  key: Node,
  task: Task | undefined,
  entry: Entry | undefined,
): Declaration['needs'] {
  const ports = task?.inputs ?? {};
  const entries = source.entries(entry?.value ?? null, `${name}.needs`, 'a mapping of ports to nodes');
  const needs = new Map<string, { at: Node; references: Reference[] }>();
  for (const { name: port, key: at, value } of entries) {
    if (task && !Object.hasOwn(ports, port)) {
      source.report(at, `${name}.needs: unknown port ${port}${suggest(port, Object.keys(ports))}`);
      continue;
    }
    const many = ports[port]?.take !== 'one';
    const list = many ? source.items(value) : undefined;
    const references = (list ?? [value ?? at]).flatMap((node) => {
      const reference = readReference(source, node, `${name}.needs.${port}`, many);
      return reference ? [reference] : [];
    });
    needs.set(port, { at: value ?? at, references });
  }
  for (const [port, { take, description }] of Object.entries(ports)) {
    if (take === 'one' && !needs.has(port)) {
      source.report(entry?.key ?? key, `${name}.needs: expected a node for port ${port} (${description}), found none`);
    }
  }
  return needs;
}

function readReference(source: Source, node: Node, name: string, many: boolean): Reference | undefined {
  const text = source.text(node);
  if (text === undefined) {
    const expected = many ? 'a node or a list of nodes' : 'one node';
    source.report(node, `${name}: expected ${expected}, found ${show(source.valueOf(node))}`);
    return undefined;
  }
  const reference = parseReference(text);
  if (reference) return { ...reference, at: node };
  source.report(node, `${name}: expected a node (classifier, classifier@network=ll), found ${text}`);
  return undefined;
}

function readMatrix(source: Source, name: string, entry: Entry | undefined): DeclaredAxis[] {
  if (!entry) return [];
  const before = source.problems;
  const axes = source.entries(entry.value, `${name}.matrix`, 'a mapping of axes');
  if (axes.length === 0 && source.problems === before)
    source.report(entry.key, `${name}.matrix: expected at least one axis, found none`);
  return axes.map((axis) => {
    const where = `${name}.matrix.${axis.name}`;
    if (!isName(axis.name)) source.report(axis.key, `${name}.matrix: name ${show(axis.name)}: ${nameRule}`);
    const found = source.problems;
    const labels = readLabels(source, where, axis);
    if (labels.length === 0 && source.problems === found)
      source.report(axis.key, `${where}: expected at least one value, found none`);
    for (const [at, { value, node }] of labels.entries()) {
      if (!isAxisLabel(String(value))) source.report(node, `${where}: name ${show(String(value))}: ${nameRule}`);
      if (labels.slice(0, at).some((other) => same(other.value, value)))
        source.report(node, `${where}: ${value} comes twice`);
    }
    return { name: axis.name, key: axis.key, labels };
  });
}

function readLabels(source: Source, where: string, { name, key, value }: Entry) {
  const expected = 'a list of values, or a mapping of labels to parameters';
  const items = source.items(value);
  if (items) {
    return items.flatMap((node) => {
      const scalar = source.follow(node);
      const plain: unknown = isScalar(scalar) ? scalar.value : undefined;
      if (typeof plain === 'number' || typeof plain === 'string' || typeof plain === 'boolean') {
        const label = typeof plain === 'boolean' ? String(plain) : plain;
        return [{ value: label, node, settings: [{ name, key, value: node }] }];
      }
      source.report(node, `${where}: expected a number, text, true or false, found ${show(source.valueOf(node))}`);
      return [];
    });
  }
  return source.entries(value, where, expected).map((label) => ({
    value: label.name,
    node: label.key,
    settings: source.entries(label.value, `${where}.${label.name}`, 'a mapping of parameters'),
  }));
}
