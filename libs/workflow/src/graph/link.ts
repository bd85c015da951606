// Links between the nodes of a workflow: which node each port names, of which kind it must be, in which order nodes
// come, and which axes each node ends up with: those it inherits through ports that take one, then its own.
import type { Node } from 'yaml';
import { idOf, pointsThatAgree, same, type Axis, type Point } from '../axes.ts';
import type { Declaration, Reference } from '../file/declarations.ts';
import { missingFrom } from '../artifact/kind.ts';
import type { Source } from '../file/source.ts';
import { suggest } from '../words.ts';

/** Reports unknown nodes and wrong kinds. */
export function checkReferences(source: Source, nodes: readonly Declaration[]): void {
  const byName = new Map(nodes.map((node) => [node.base, node]));
  for (const { base, task, needs } of nodes) {
    for (const [port, { references }] of needs) {
      for (const { base: needed, at } of references) {
        const upstream = byName.get(needed);
        const where = `${base}.needs.${port}`;
        if (!upstream) source.report(at, `${where}: unknown node ${needed}${suggest(needed, [...byName.keys()])}`);
        const wanted = task?.inputs[port]?.kind;
        const offered = upstream?.task?.output;
        const lacking = wanted && offered ? missingFrom(offered, wanted) : [];
        if (lacking.length > 0) {
          const found = `found kind ${offered!.name} from ${needed}, which lacks ${lacking.join(', ')}`;
          source.report(at, `${where}: expected kind ${wanted!.name}, ${found}`);
        }
      }
    }
  }
}

/** Every node after all that it needs, otherwise in file order; a cycle is reported once, with its path. */
export function inOrder(source: Source, nodes: readonly Declaration[]): Declaration[] {
  const left = [...nodes];
  const waiting = new Set(nodes.map(({ base }) => base));
  const ordered: Declaration[] = [];
  while (left.length > 0) {
    const next = left.findIndex((node) => !referencesOf(node).some(({ base }) => waiting.has(base)));
    if (next < 0) {
      reportCycle(source, left);
      return ordered;
    }
    const [ready] = left.splice(next, 1);
    waiting.delete(ready!.base);
    ordered.push(ready!);
  }
  return ordered;
}

const referencesOf = ({ needs }: Declaration) => [...needs.values()].flatMap(({ references }) => references);

/** Every node left waits for another one left, so a walk upstream comes back to where it has been. */
function reportCycle(source: Source, left: readonly Declaration[]): void {
  const path: Declaration[] = [];
  const steps: Reference[] = [];
  let node = left[0]!;
  while (!path.includes(node)) {
    path.push(node);
    const step = referencesOf(node).find(({ base }) => left.some((other) => other.base === base))!;
    steps.push(step);
    node = left.find((other) => other.base === step.base)!;
  }
  const from = path.indexOf(node);
  const names = [...path.slice(from), node].map(({ base }) => base);
  source.report(steps[from]!.at, `${node.base}.needs: expected no cycle, found ${names.join(' needs ')}`);
}

/**
 * The axes of a node, given those of every node before it; undefined when something upstream is wrong, or here.
 * Two ports that take one and share an axis must agree on its values; an axis of the node's own may pick some of them.
 */
export function axesOf(
  source: Source,
  { base, task, needs, axes: declared }: Declaration,
  upstream: ReadonlyMap<string, readonly Axis[] | undefined>,
): readonly Axis[] | undefined {
  const own = declared.map(({ name, labels }) => ({ name, values: labels.map(({ value }) => value) }));
  const inherited = new Map<string, Axis & { readonly from: string }>();
  let sound = task !== undefined && own.every(({ values }) => values.length > 0);
  const wrong = (at: Node, message: string) => {
    source.report(at, message);
    sound = false;
  };

  for (const [port, { references }] of needs) {
    for (const { base: needed, fixed, at } of references) {
      const axes = upstream.get(needed);
      if (!axes) {
        sound = false;
        continue;
      }
      for (const [name, value] of Object.entries(fixed)) {
        const axis = axes.find((other) => other.name === name);
        const known = axes.map((other) => other.name);
        if (!axis) wrong(at, `${base}.needs.${port}: unknown axis ${name} of ${needed}${suggest(name, known)}`);
        else if (!axis.values.some((other) => same(other, value)))
          wrong(at, `${base}.needs.${port}: ${needed} has no point ${name}=${value}${valuesOf(axis)}`);
      }
      if (task?.inputs[port]?.take !== 'one') continue;
      for (const axis of axes.filter(({ name }) => !Object.hasOwn(fixed, name))) {
        const mine = declared.find(({ name }) => name === axis.name);
        const before = inherited.get(axis.name);
        const stranger = mine?.labels.find(({ value }) => !axis.values.some((other) => same(other, value)));
        if (stranger) {
          wrong(
            mine!.key,
            `${base}.matrix.${axis.name}: ${needed} has no point ${axis.name}=${stranger.value}${valuesOf(axis)}`,
          );
        } else if (!mine && before && !sameValues(before, axis)) {
          wrong(
            at,
            `${base}.needs.${port}: expected axis ${axis.name} to have the same points as in ${before.from}${valuesOf(before)}, found${valuesOf(axis)}`,
          );
        } else if (!mine && !before) {
          inherited.set(axis.name, { ...axis, from: needed });
        }
      }
    }
  }
  return sound ? [...[...inherited.values()].map(({ name, values }) => ({ name, values })), ...own] : undefined;
}

const valuesOf = ({ values }: Axis) => ` (${values.join(', ')})`;

const sameValues = (a: Axis, b: Axis) =>
  a.values.length === b.values.length && a.values.every((value) => b.values.some((other) => same(value, other)));

/** Port -> ids of the upstream points that agree with this one; a port left out gathers none. */
export function needsAt(
  source: Source,
  { base, task, needs }: Declaration,
  point: Point,
  upstream: ReadonlyMap<string, readonly Axis[] | undefined>,
): Record<string, readonly string[]> {
  const ports = Object.keys(task?.inputs ?? {}).map((port) => {
    const { at, references = [] } = needs.get(port) ?? {};
    const ids = references.flatMap(({ base: needed, fixed, at: place }) => {
      const found = pointsThatAgree(upstream.get(needed) ?? [], { ...point, ...fixed }).map((one) => idOf(needed, one));
      return found.map((id) => ({ id, place }));
    });
    const again = ids.find(({ id }, index) => ids.findIndex((other) => other.id === id) < index);
    if (again) source.report(again.place, `${base}.needs.${port}: ${again.id} comes twice`);
    if (references.length > 0 && ids.length === 0) {
      source.report(at!, `${base}.needs.${port}: no point of it agrees with ${idOf(base, point)}`);
    }
    return [port, ids.map(({ id }) => id)] as const;
  });
  return Object.fromEntries(ports);
}
