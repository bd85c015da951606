// Why a key is another one than that of an earlier result: parameters, files, inputs, code, versions, one by one.
import type { GraphNode } from '@jetdemon/workflow';
import type { Meta } from '../results/meta.ts';
import type { NodeSpec } from './node-spec.ts';

export interface Change {
  readonly kind: 'task' | 'parameter' | 'file' | 'input' | 'code' | 'version';
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

/**
 * What changed between an earlier result of a node and its specification of now.
 *
 * @param digests of the inputs, node -> digest, as far as they are known
 * @param sources of a digest of code, where they were recorded
 */
export function changesSince(
  earlier: Meta,
  node: GraphNode,
  spec: NodeSpec,
  digests: ReadonlyMap<string, string | undefined>,
  sources: (code: string) => Sources | undefined,
): Change[] {
  const here = { file: node.file, line: node.line };
  const changes: Change[] = [];
  if (earlier.task !== spec.task)
    changes.push({ kind: 'task', what: `${node.base}.uses`, before: earlier.task, after: spec.task, ...here });
  for (const { path, before, after } of differences(earlier.params, spec.params)) {
    const place = node.places[path.split('.')[0]!];
    changes.push({ kind: 'parameter', what: `${node.base}.${path}`, before, after, ...place });
  }
  for (const { path, before, after } of differences(earlier.axes, spec.axes))
    changes.push({ kind: 'parameter', what: `${node.base}.matrix.${path}`, before, after, ...here });
  for (const file of new Set([...Object.keys(earlier.files), ...Object.keys(spec.files)])) {
    if (earlier.files[file] !== spec.files[file])
      changes.push({ kind: 'file', what: file, before: earlier.files[file], after: spec.files[file], file });
  }
  changes.push(...inputChanges(earlier, spec, digests, here));
  if (earlier.code !== spec.code)
    changes.push(...codeChanges(sources(earlier.code), sources(spec.code), earlier, spec));
  for (const [name, before, after] of [
    ...versionsOf(earlier.packages, spec.packages),
    ...versionsOf(earlier.kinds, spec.kinds).map(([name, ...both]) => [`artefact type ${name}`, ...both] as const),
    ['Node.js', Number(/^v(\d+)/.exec(earlier.node_version)?.[1]), spec.nodeMajor] as const,
  ])
    if (before !== after) changes.push({ kind: 'version', what: name, before, after });
  return changes;
}

const versionsOf = <T>(before: Readonly<Record<string, T>>, after: Readonly<Record<string, T>>) =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].map(
    (name) => [name, before[name], after[name]] as const,
  );

function inputChanges(
  earlier: Meta,
  spec: NodeSpec,
  digests: ReadonlyMap<string, string | undefined>,
  here: { readonly file: string; readonly line: number },
): Change[] {
  const before = new Map(Object.values(earlier.inputs).flatMap((nodes) => Object.entries(nodes)));
  const after = Object.values(spec.inputs).flatMap(({ nodes }) => nodes.map(({ node }) => node));
  return [
    ...after.flatMap((node): Change[] => {
      const [was, is] = [before.get(node), digests.get(node)];
      if (was === undefined) return [{ kind: 'input', what: node, after: is, ...here }];
      return is !== undefined && is !== was ? [{ kind: 'input', what: node, before: was, after: is }] : [];
    }),
    ...[...before]
      .filter(([node]) => !after.includes(node))
      .map(([node, was]): Change => {
        return { kind: 'input', what: node, before: was, ...here };
      }),
  ];
}

function codeChanges(before: Sources | undefined, after: Sources | undefined, earlier: Meta, spec: NodeSpec): Change[] {
  const files =
    before && after
      ? [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((file) => before[file] !== after[file])
      : [];
  if (files.length === 0) return [{ kind: 'code', what: spec.task, before: earlier.code, after: spec.code }];
  return files.sort().map((file) => {
    return { kind: 'code', what: file, before: before![file], after: after![file], file };
  });
}

/** `workflows/paper.yaml:38 fgsm.epsilon 0.001 → 0.002` */
export function inWords({ kind, what, before, after, file, line }: Change): string {
  const at = file !== undefined && line !== undefined ? `${file}:${line} ` : '';
  const both = `${value(before)} → ${value(after)}`;
  if (kind === 'parameter')
    return `${at}${what} ${both}${at === '' ? ' (no line of the workflow sets it: its default)' : ''}`;
  if (kind === 'task' || kind === 'version') return `${at}${what} ${both}`;
  const how = before === undefined ? 'is new' : after === undefined ? 'is gone' : 'changed';
  if (kind === 'input') return `${at}its input ${what} ${how}`;
  return kind === 'file' ? `${what} ${how}` : `the code of ${what} ${how}`;
}

function value(given: unknown): string {
  if (given === undefined) return 'none';
  const text = typeof given === 'string' ? given : JSON.stringify(given);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
