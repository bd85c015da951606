// Why a key is another one than that of an earlier result: parameters, files, inputs, code, versions, one by one.
import type { GraphNode } from '@jetdemon/workflow';
import type { Meta } from '../results/meta.ts';
import type { NodeSpec } from './node-spec.ts';

export interface Change {
  readonly kind: 'task' | 'parameter' | 'file' | 'input' | 'name' | 'code' | 'version';
  /** `fgsm.epsilon`, `data/jets.arrow`, `libs/models/src/train.ts`, `zod`. */
  readonly what: string;
  readonly before?: unknown;
  readonly after?: unknown;
  /** Where the new value stands. */
  readonly file?: string;
  readonly line?: number;
}

/** Source file -> digest of what it says to the compiler. */
export type Sources = Readonly<Record<string, string>>;

/** Values below two parameters that differ, by path: `lambda.mass`. */
export function differences(
  before: unknown,
  after: unknown,
  path = '',
): { path: string; before: unknown; after: unknown }[] {
  if (isObject(before) && isObject(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return names.flatMap((name) => differences(before[name], after[name], path === '' ? name : `${path}.${name}`));
  }
  return JSON.stringify(before) === JSON.stringify(after) ? [] : [{ path, before, after }];
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a port is given: upstream node -> digest, as far as it is known, and whether the names count, where that is known. */
interface PortOfSide {
  readonly named?: boolean;
  readonly nodes: Readonly<Record<string, string | undefined>>;
}

/** What decides a result, of an earlier one or of one to come. */
export interface Side {
  readonly task: string;
  readonly params: unknown;
  readonly axes: unknown;
  readonly files: Readonly<Record<string, string>>;
  readonly inputs: Readonly<Record<string, PortOfSide>>;
  readonly code: string;
  readonly packages: Readonly<Record<string, string>>;
  readonly kinds: Readonly<Record<string, number>>;
  readonly nodeMajor: number;
}

/** That of a result. */
export function sideOfResult(meta: Meta): Side {
  const inputs = Object.entries(meta.inputs).map(([port, nodes]) => [port, { nodes }]);
  return { ...meta, inputs: Object.fromEntries(inputs), nodeMajor: Number(/^v(\d+)/.exec(meta.node_version)?.[1]) };
}

/** That of a node to run. */
export function sideOfNode(spec: NodeSpec, digests: ReadonlyMap<string, string | undefined>): Side {
  const inputs = Object.entries(spec.inputs).map(([port, { named, nodes }]) => {
    return [port, { named, nodes: Object.fromEntries(nodes.map(({ node }) => [node, digests.get(node)])) }];
  });
  return { ...spec, inputs: Object.fromEntries(inputs) };
}

/** Where a node and its parameters stand in a workflow. */
export type Standpoint = Pick<GraphNode, 'file' | 'line' | 'places'>;

/**
 * What changed between two results of a node, or a result and what would be computed now.
 *
 * @param at where the later one stands, if it is known
 * @param sources of a digest of code, where they were recorded
 */
export function changesBetween(
  base: string,
  earlier: Side,
  later: Side,
  sources: (code: string) => Sources | undefined,
  at?: Standpoint,
): Change[] {
  const here = at ? { file: at.file, line: at.line } : {};
  const changes: Change[] = [];
  if (earlier.task !== later.task)
    changes.push({ kind: 'task', what: `${base}.uses`, before: earlier.task, after: later.task, ...here });
  for (const { path, before, after } of differences(earlier.params, later.params)) {
    const place = at?.places[path.split('.')[0]!];
    changes.push({ kind: 'parameter', what: `${base}.${path}`, before, after, ...place });
  }
  for (const { path, before, after } of differences(earlier.axes, later.axes))
    changes.push({ kind: 'parameter', what: `${base}.matrix.${path}`, before, after, ...here });
  for (const file of new Set([...Object.keys(earlier.files), ...Object.keys(later.files)])) {
    if (earlier.files[file] !== later.files[file])
      changes.push({ kind: 'file', what: file, before: earlier.files[file], after: later.files[file], file });
  }
  changes.push(...inputChanges(earlier, later, here));
  if (earlier.code !== later.code)
    changes.push(...codeChanges(sources(earlier.code), sources(later.code), earlier, later));
  for (const [name, before, after] of [
    ...versionsOf(earlier.packages, later.packages),
    ...versionsOf(earlier.kinds, later.kinds).map(([name, ...both]) => [`artefact type ${name}`, ...both] as const),
    ['Node.js', earlier.nodeMajor, later.nodeMajor] as const,
  ])
    if (before !== after) changes.push({ kind: 'version', what: name, before, after });
  return changes;
}

/** A node under another name, with equal contents, is a change only where names count. */
function inputChanges(earlier: Side, later: Side, here: Pick<Change, 'file' | 'line'>): Change[] {
  const changes = Object.keys({ ...later.inputs, ...earlier.inputs }).flatMap((port) => {
    const [before, after] = [earlier.inputs[port]?.nodes ?? {}, later.inputs[port]?.nodes ?? {}];
    const gone = new Set(Object.keys(before).filter((node) => !(node in after)));
    const found = Object.entries(after).flatMap(([node, digest]): Change[] => {
      if (node in before)
        // of an input still to be computed nobody knows
        return digest === undefined || digest === before[node]
          ? []
          : [{ kind: 'input', what: node, ...(before[node] ? { before: before[node] } : {}), after: digest }];
      const other = [...gone].find((one) => digest !== undefined && before[one] === digest);
      if (other === undefined) return [{ kind: 'input', what: node, after: digest ?? '', ...here }];
      gone.delete(other);
      const counts = later.inputs[port]!.named !== false;
      return counts ? [{ kind: 'name', what: port, before: other, after: node, ...here }] : [];
    });
    const lost = [...gone].map((node): Change => ({ kind: 'input', what: node, before: before[node], ...here }));
    return [...found, ...lost];
  });
  const words = new Set<string>();
  return changes.filter((change) => words.size < words.add(inWords(change)).size);
}

const versionsOf = <T>(before: Readonly<Record<string, T>>, after: Readonly<Record<string, T>>) =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].map(
    (name) => [name, before[name], after[name]] as const,
  );

function codeChanges(before: Sources | undefined, after: Sources | undefined, earlier: Side, later: Side): Change[] {
  const files =
    before && after
      ? [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((file) => before[file] !== after[file])
      : [];
  if (files.length === 0) return [{ kind: 'code', what: later.task, before: earlier.code, after: later.code }];
  return files.sort().map((file) => {
    return { kind: 'code', what: file, before: before![file], after: after![file], file };
  });
}

/** `workflows/paper.yaml:38 fgsm.epsilon 0.001 → 0.002` */
export function inWords({ kind, what, before, after, file, line }: Change): string {
  const at = file !== undefined && line !== undefined ? `${file}:${line} ` : '';
  const both = `${value(before)} → ${value(after)}`;
  if (kind === 'parameter') return `${at}${what} ${both}`;
  if (kind === 'task' || kind === 'version') return `${at}${what} ${both}`;
  if (kind === 'name') return `${at}its input ${value(before)} is called ${value(after)}`;
  const how = before === undefined ? 'is new' : after === undefined ? 'is gone' : 'changed';
  if (kind === 'input') return `${at}its input ${what} ${how}`;
  return kind === 'file' ? `${what} ${how}` : `the code of ${what} ${how}`;
}

function value(given: unknown): string {
  if (given === undefined) return 'none';
  const text = typeof given === 'string' ? given : JSON.stringify(given);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
