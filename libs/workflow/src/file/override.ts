// Parameters set by hand over those of a workflow file: `fgsm.epsilon=0.002`, `classifier@network=ll.epochs=5`.
import { isMap, Pair, Scalar, YAMLMap, type Node } from 'yaml';
import { parseReference } from '../axes.ts';
import { InputError } from '../errors.ts';
import { suggest } from '../words.ts';
import { merged } from './extend.ts';
import { Source } from './source.ts';

/**
 * Changes the parameters of nodes, as `set` in a file that extends another one would.
 *
 * @param settings `node.parameter=value` each, the value as YAML has it; null removes
 * @throws InputError where one is not of that form or names no node
 */
export function override(source: Source, settings: readonly string[]): void {
  for (const setting of settings) {
    const where = `--set ${setting}:`;
    const [, target = '', text = ''] =
      /^([^=@]+@[^=]+=[^=.]+\.[^=]+)=(.*)$/s.exec(setting) ?? /^([^=]+)=(.*)$/s.exec(setting) ?? [];
    const nodes = source.entries(childOf(source, source.root, 'nodes'), 'nodes', 'a mapping of names to nodes');
    const names = nodes.map(({ name }) => name);
    const found = names.flatMap((name) => splitAt(name, target)).sort((a, b) => b.base.length - a.base.length)[0];
    if (!found) {
      const [named = ''] = target.split(/[.@]/);
      throw new InputError(
        target.includes('.') ? `unknown node ${named}${suggest(named, names)}` : 'expected node.parameter=value',
        where,
      );
    }
    const value = new Source('--set', text);
    const { base, axis, parameters } = found;
    if (axis) checkPoint(source, nodes.find(({ name }) => name === base)!.value, base, axis, where);
    const steps = axis ? [base, 'matrix', axis.name, axis.value, ...parameters] : [base, 'with', ...parameters];
    const change = steps.reduceRight<Node | null>((inner, step) => {
      const map = value.place(new YAMLMap(), value.root ?? new Scalar(null));
      map.items.push(new Pair(value.place(new Scalar(step), map), inner));
      return map;
    }, value.root);
    const before = childOf(source, source.root, 'nodes');
    const after = merged(source, before, change, '--set');
    const root = source.follow(source.root);
    if (isMap(root)) root.set('nodes', after);
    source.throwIfWrong();
  }
}

function childOf(source: Source, node: Node | null, name: string): Node | null {
  return source.entries(node, 'workflow', 'a mapping').find((entry) => entry.name === name)?.value ?? null;
}

/** Only a point that has parameters of its own can be given others. */
function checkPoint(source: Source, node: Node | null, base: string, axis: Axis, where: string): void {
  const axes = source.entries(childOf(source, node, 'matrix'), `${base}.matrix`, 'a mapping of axes');
  const found = axes.find(({ name }) => name === axis.name);
  if (!found)
    throw new InputError(
      `unknown axis ${axis.name}${suggest(
        axis.name,
        axes.map(({ name }) => name),
      )}`,
      where,
    );
  if (source.items(found.value))
    throw new InputError(
      `expected an axis of labels with parameters, found that ${axis.name} is a list of values`,
      where,
    );
  const labels = source.entries(found.value, `${base}.matrix.${axis.name}`, 'labels').map(({ name }) => name);
  if (!labels.includes(axis.value))
    throw new InputError(`${base} has no point ${axis.name}=${axis.value} (known: ${labels.join(', ')})`, where);
}

interface Axis {
  readonly name: string;
  readonly value: string;
}

interface Target {
  readonly base: string;
  readonly axis: Axis | undefined;
  readonly parameters: readonly string[];
}

/** `classifier@network=ll.epochs` as node, point of an axis and path of a parameter; none where it is of another node. */
function splitAt(base: string, target: string): Target[] {
  if (!target.startsWith(base)) return [];
  const [, point, path] = /^(@[^.]+)?\.(.+)$/.exec(target.slice(base.length)) ?? [];
  if (path === undefined) return [];
  const fixed = point === undefined ? [] : Object.entries(parseReference(base + point)?.fixed ?? {});
  if (fixed.length !== (point === undefined ? 0 : 1)) return [];
  const [axis] = fixed.map(([name, value]) => ({ name, value }));
  return [{ base, axis, parameters: path.split('.') }];
}
