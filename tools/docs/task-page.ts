// The reference page of a task as Markdown, from its declaration alone: ports, parameters, an example out of a real workflow.
import {
  expectation,
  parameterSchema,
  type InputPort,
  type JsonSchema,
  type Task,
  type Tolerance,
} from '@jetdemon/workflow';
import { code, sentence, table } from './markdown.ts';

export interface Example {
  /** The file it stands in, relative to the root. */
  readonly file: string;
  /** The node as YAML. */
  readonly text: string;
}

/** The whole page; `prettier` may align its tables. */
export function taskPage(task: Task, example: Example): string {
  const rows = parameterRows(parameterSchema(task));
  return [
    `# ${task.name}`,
    sentence(task.description),
    '## Input',
    portTable(task.inputs),
    '## Output',
    `${task.output.name}: ${task.output.description}`,
    ...(task.tolerance ? [toleranceInWords(task.tolerance)] : []),
    '## Parameters',
    rows.length === 0 ? 'None.' : table(['parameter', 'is', 'default', ''], rows),
    '## Example',
    `From [\`${example.file}\`](../../../${example.file}):`,
    `\`\`\`yaml\n${example.text.trimEnd()}\n\`\`\``,
    '',
  ].join('\n\n');
}

function toleranceInWords(tolerance: Tolerance): string {
  const named = Object.entries(tolerance).map(([name, allowed]) =>
    allowed === 'interval'
      ? `numbers of ${code(name)} stay within their intervals`
      : `those of ${code(name)} within ${allowed * 100}%`,
  );
  return `${['On another machine bits may differ', ...named].join('; ')}.`;
}

function portTable(inputs: Readonly<Record<string, InputPort>>): string {
  const rows = Object.entries(inputs).map(([port, { kind, take, description }]) => [
    code(port),
    kind.name,
    take === 'one' ? 'one node' : 'any number of nodes, or none',
    description,
  ]);
  return rows.length === 0 ? 'None.' : table(['port', 'takes', 'from', ''], rows);
}

/** One row per parameter, those inside a mapping by their path: `mapping.constituents.pt`. */
function parameterRows(schema: JsonSchema, path: readonly string[] = []): string[][] {
  const required = new Set(schema.required);
  return Object.entries(schema.properties ?? {}).flatMap(([name, value]) => {
    const property = value as JsonSchema;
    const here = [...path, name];
    const fallback = property.default;
    const row = [
      code(here.join('.')),
      expectation(property),
      fallback !== undefined ? code(JSON.stringify(fallback)) : required.has(name) ? 'must be given' : 'none',
      property.description ?? '',
    ];
    return [row, ...membersOf(property).flatMap((member) => parameterRows(member, here))];
  });
}

/** The mappings that a value may be: itself, one of its alternatives, or the items of a list. */
function membersOf(schema: JsonSchema): JsonSchema[] {
  if (schema.properties) return [schema];
  const inside = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), schema.items].filter(
    (one): one is JsonSchema => typeof one === 'object' && one !== null && !Array.isArray(one),
  );
  return inside.flatMap(membersOf);
}
