// Workflow files put together: `include` brings the nodes of other files, `extends` those of one with its title and resources;
// `set` changes them, `nodes` adds some. A value in `set` replaces that of the same name, mappings are gone into, null removes.
import { posix } from 'node:path';
import { isMap, isScalar, Pair, Scalar, YAMLMap, type Node } from 'yaml';
import { show, suggest } from '../words.ts';
import type { Entry, Source } from './source.ts';

export const topKeys = ['title', 'extends', 'include', 'set', 'nodes', 'resources'];

/** Files of one workflow: each is opened once, so that a part which comes by two ways is one. */
export interface Files {
  /** A file, relative to the folder of the workflow, or what is wrong with it, in words. */
  open(name: string): Source | string;
  readonly known: Map<string, Source>;
}

/** One of the files on the way to another, and by which word it names it. */
interface Step {
  readonly file: string;
  readonly word: 'extends' | 'includes';
}

/**
 * Puts together what a file and those that it names say: the source's root then has `title`, `resources` and `nodes` alone.
 *
 * @param file relative to the folder of the workflow
 */
export function extend(source: Source, file: string, files: Files, above: readonly Step[] = []): void {
  const top = source.entries(source.root, 'workflow', `a mapping with ${topKeys.join(', ')}`);
  const given = new Map(top.map((entry) => [entry.name, entry]));
  const [from, include, set] = [given.get('extends'), given.get('include'), given.get('set')];
  if (!from && !include) {
    if (set)
      source.report(
        set.key,
        'set: expected extends or include beside it, which names the workflow to change, found neither',
      );
    return;
  }
  const base = from && openBase(source, file, from, files, above);
  const parts = include ? openParts(source, file, include, files, above) : [];
  source.throwIfWrong();
  const theirs = gather(source, [...(base ? [base] : []), ...parts]);
  const their = new Map(theirs.map((one) => [one.name, one]));
  const changes = source.entries(set?.value ?? null, 'set', 'a mapping of names of nodes to what changes in them');
  for (const { name, key } of changes) {
    if (!their.has(name)) source.report(key, `set: unknown node ${name}${suggest(name, [...their.keys()])}`);
  }
  const own = source.entries(given.get('nodes')?.value ?? null, 'nodes', 'a mapping of names to nodes');
  for (const { name, key } of own) {
    const twin = their.get(name);
    if (twin) source.report(key, `${name}: a node of ${twin.of} already: change it below set`);
  }
  source.throwIfWrong();
  const word = (from ?? include)!;
  const inherited = mapOf(source, word.key, theirs);
  const change = set && !isNothing(source.follow(set.value)) ? set.value : null;
  const nodes = merged(source, inherited, change, 'set') as YAMLMap;
  nodes.items.push(...own.map(({ key, value }) => new Pair(key, value)));
  const title = given.get('title') ?? base?.title;
  const resources = given.get('resources') ?? base?.resources;
  const others = top.filter(({ name }) => !topKeys.includes(name));
  const key = source.place(new Scalar('nodes'), given.get('nodes')?.key ?? word.key);
  source.root = mapOf(source, word.key, [
    ...(title ? [title] : []),
    ...(resources ? [resources] : []),
    { name: 'nodes', key, value: nodes },
    ...others,
  ]);
}

/** Another file, its own `extends`, `include` and `set` done. */
interface Opened {
  readonly name: string;
  /** Where it is named. */
  readonly at: Node;
  readonly title: Entry | undefined;
  readonly resources: Entry | undefined;
  readonly nodes: readonly Entry[];
}

function openBase(source: Source, file: string, from: Entry, files: Files, above: readonly Step[]): Opened | undefined {
  const name = source.text(from.value);
  if (name === undefined || !/^[A-Za-z0-9][A-Za-z0-9._-]*\.yaml$/.test(name)) {
    const found = show(source.valueOf(from.value));
    source.report(from.value ?? from.key, `extends: expected a workflow beside this one (paper.yaml), found ${found}`);
    return undefined;
  }
  return openOther(source, { file, word: 'extends' }, { name, at: from.value ?? from.key }, files, above);
}

function openParts(source: Source, file: string, include: Entry, files: Files, above: readonly Step[]): Opened[] {
  const named = source.items(include.value) ?? (isNothing(source.follow(include.value)) ? [] : [include.value!]);
  if (named.length === 0) source.report(include.key, 'include: expected a file or a list of files, found none');
  const step = '[A-Za-z0-9][A-Za-z0-9._-]*';
  return named.flatMap((at) => {
    const name = source.text(at);
    if (name !== undefined && new RegExp(`^(${step}/)*${step}\\.yaml$`).test(name))
      return openOther(source, { file, word: 'includes' }, { name, at }, files, above) ?? [];
    const found = show(source.valueOf(at));
    source.report(at, `include: expected a file beside this one or below (parts/jets.yaml), found ${found}`);
    return [];
  });
}

function openOther(
  source: Source,
  here: Step,
  { name, at }: { readonly name: string; readonly at: Node },
  files: Files,
  above: readonly Step[],
): Opened | undefined {
  const word = here.word === 'extends' ? 'extends' : 'include';
  const path = posix.join(posix.dirname(here.file), name);
  const way = [...above, here];
  const before = way.findIndex(({ file }) => file === path);
  if (before >= 0) {
    const circle = way.slice(before).map((step) => `${step.file} ${step.word} `);
    source.report(at, `${word}: expected no circle, found ${circle.join('')}${path}`);
    return undefined;
  }
  let opened = files.known.get(path);
  if (!opened) {
    const found = files.open(path);
    if (typeof found === 'string') {
      source.report(at, `${word}: expected the workflow ${path}, found ${found}`);
      return undefined;
    }
    opened = found;
    extend(opened, path, files, way);
    opened.throwIfWrong();
    files.known.set(path, opened);
  }
  const entries = opened.entries(opened.root, 'workflow', 'a mapping');
  const nodes = entries.find((entry) => entry.name === 'nodes')?.value ?? null;
  const resources = entries.find((entry) => entry.name === 'resources');
  if (resources && word === 'include')
    source.report(at, `include: expected resources at the nodes of ${path}, found them for all of it`);
  const other = entries.find((entry) => !topKeys.includes(entry.name));
  if (other) source.report(other.key, `unknown key ${other.name}${suggest(other.name, topKeys)}`);
  return {
    ...{ name: path, at },
    title: entries.find((entry) => entry.name === 'title'),
    resources,
    nodes: source.entries(nodes, 'nodes', 'a mapping of names to nodes'),
  };
}

/** Nodes of several files in their order; the very same one that comes by two ways counts once. */
function gather(source: Source, opened: readonly Opened[]): (Entry & { readonly of: string })[] {
  const found: (Entry & { readonly of: string })[] = [];
  for (const { name: of, at, nodes } of opened) {
    for (const node of nodes) {
      const twin = found.find(({ name }) => name === node.name);
      if (!twin) found.push({ ...node, of });
      else if (twin.key !== node.key || twin.value !== node.value)
        source.report(at, `include: ${node.name} comes twice, as a node of ${twin.of} and of ${of}`);
    }
  }
  source.throwIfWrong();
  return found;
}

/** `base` with the changes made; neither is touched, since anchors may name parts of both. */
export function merged(source: Source, base: Node | null, change: Node | null, name: string): Node | null {
  const [before, after] = [source.follow(base), source.follow(change)];
  if (!isMap<Node, Node | null>(before) || !isMap<Node, Node | null>(after)) return after ?? before;
  const entries = source.entries(before, name, 'a mapping');
  const changes = new Map(source.entries(after, name, 'a mapping').map((entry) => [entry.name, entry]));
  const kept = entries.flatMap((entry) => {
    const found = changes.get(entry.name);
    if (!found) return [entry];
    if (isNothing(source.follow(found.value))) return [];
    return [{ ...entry, value: merged(source, entry.value, found.value, `${name}.${entry.name}`) }];
  });
  const added = [...changes.values()].filter((entry) => !entries.some((other) => other.name === entry.name));
  for (const { name: missing, key, value } of added) {
    if (isNothing(source.follow(value)))
      source.report(key, `${name}.${missing}: expected something to remove, found none`);
  }
  return mapOf(source, before, [...kept, ...added]);
}

const isNothing = (node: Node | null) => node === null || (isScalar(node) && node.value === null);

function mapOf(source: Source, like: Node, entries: readonly Entry[]): YAMLMap {
  const map = source.place(new YAMLMap(), like);
  map.items.push(...entries.map(({ key, value }) => new Pair(key, value)));
  return map;
}
