// A workflow file that extends another one: `extends` names it, `set` changes its nodes, `nodes` adds some. A value in
// `set` replaces that of the same name, mappings are gone into, and null removes.
import { isMap, isScalar, Pair, YAMLMap, type Node } from 'yaml';
import { show, suggest } from '../words.ts';
import type { Entry, Source } from './source.ts';

const topKeys = ['title', 'extends', 'set', 'nodes'];

/**
 * Puts together what a file and those that it extends say: the source's root then has `title` and `nodes` alone.
 *
 * @param open a file beside this one, or what is wrong with it, in words
 */
export function extend(
  source: Source,
  file: string,
  open: (name: string) => Source | string,
  above: string[] = [],
): void {
  const top = source.entries(source.root, 'workflow', `a mapping with ${topKeys.join(', ')}`);
  const given = new Map(top.map((entry) => [entry.name, entry]));
  const from = given.get('extends');
  const set = given.get('set');
  if (!from) {
    if (set) source.report(set.key, 'set: expected extends beside it, which names the workflow to change, found none');
    return;
  }
  const base = openBase(source, from, [...above, file], open);
  if (!base) return source.throwIfWrong();
  const inherited = source.entries(base.root, 'workflow', 'a mapping');
  const theirs = inherited.find(({ name }) => name === 'nodes')?.value ?? null;
  const their = new Map(
    source.entries(theirs, 'nodes', 'a mapping of names to nodes').map((entry) => [entry.name, entry]),
  );
  const changes = source.entries(set?.value ?? null, 'set', 'a mapping of names of nodes to what changes in them');
  for (const { name, key } of changes) {
    if (!their.has(name)) source.report(key, `set: unknown node ${name}${suggest(name, [...their.keys()])}`);
  }
  const own = source.entries(given.get('nodes')?.value ?? null, 'nodes', 'a mapping of names to nodes');
  for (const { name, key } of own) {
    if (their.has(name)) source.report(key, `${name}: a node of ${text(source, from)} already: change it below set`);
  }
  source.throwIfWrong();
  const nodes = merged(source, theirs, set?.value ?? null, 'set') ?? source.place(new YAMLMap(), from.key);
  (nodes as YAMLMap).items.push(...own.map(({ key, value }) => new Pair(key, value)));
  const title = given.get('title') ?? inherited.find(({ name }) => name === 'title');
  const others = top.filter(({ name }) => !topKeys.includes(name));
  const key = given.get('nodes')?.key ?? inherited.find(({ name }) => name === 'nodes')?.key ?? from.key;
  source.root = mapOf(source, from.key, [...(title ? [title] : []), { name: 'nodes', key, value: nodes }, ...others]);
}

const text = (source: Source, { value }: Entry) => source.text(value);

function openBase(
  source: Source,
  from: Entry,
  above: string[],
  open: (name: string) => Source | string,
): Source | undefined {
  const name = text(source, from);
  const where = from.value ?? from.key;
  if (name === undefined || !/^[A-Za-z0-9][A-Za-z0-9._-]*\.yaml$/.test(name)) {
    source.report(
      where,
      `extends: expected a workflow beside this one (paper.yaml), found ${show(source.valueOf(from.value))}`,
    );
    return undefined;
  }
  if (above.includes(name)) {
    const circle = [...above.slice(above.indexOf(name)), name].join(' extends ');
    source.report(where, `extends: expected no circle, found ${circle}`);
    return undefined;
  }
  const base = open(name);
  if (typeof base === 'string') {
    source.report(where, `extends: expected the workflow ${name}, found ${base}`);
    return undefined;
  }
  extend(base, name, open, above);
  base.throwIfWrong();
  return base;
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
