// The reference page of artefact types as Markdown, from their declarations alone: files, columns, fields of JSON.
import { expectation, type FileSchema, type JsonSchema, type Kind, type Task } from '@jetdemon/workflow';
import * as z from 'zod';
import { code, sentence, table } from './markdown.ts';

const introduction = `# Artefact types

What the tasks of a workflow hand to each other: each result is a folder with these files, and the runner publishes none that is
not as declared here. Generated from the declarations by \`npm run docs\`.

Fields of JSON stand under their path: \`[]\` is each item of a list, \`*\` each name of a mapping with names of its own. A
*quoted number* is \`{ value, low, high, spread, description }\`: the value, the ends of its interval, the standard deviation
over training seeds where it is a mean over several, and what it is, in words. A *number without an interval* is
\`{ value, spread, uncertainty, description }\`: none is known that covers, and words say what its uncertainty is.`;

/** The whole page: every artefact type that a task takes or makes, in the order of their names. */
export function artifactsPage(tasks: readonly Task[]): string {
  const kinds = new Map<string, Kind>();
  for (const { inputs, output } of tasks)
    for (const kind of [output, ...Object.values(inputs).map((port) => port.kind)]) kinds.set(kind.name, kind);
  const sections = [...kinds.values()]
    .filter(({ files }) => Object.keys(files).length > 0)
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((kind) => section(kind, tasks));
  return [introduction, ...sections, ''].join('\n\n');
}

function section(kind: Kind, tasks: readonly Task[]): string {
  const links = (found: readonly Task[]) => found.map(({ name }) => `[${name}](tasks/${name}.md)`).join(', ') || 'none';
  const makers = tasks.filter(({ output }) => output.name === kind.name);
  const takers = tasks.filter(({ inputs }) => Object.values(inputs).some((port) => port.kind.name === kind.name));
  return [
    `## ${kind.name}`,
    sentence(kind.description),
    `Version ${kind.version}. Made by: ${links(makers)}. Asked for by: ${links(takers)}.`,
    ...Object.entries(kind.files).flatMap(([file, schema]) => [`### ${kind.name}: ${file}`, ...contents(schema)]),
  ].join('\n\n');
}

const names = {
  json: 'JSON',
  onnx: 'ONNX',
  binary: 'Bytes',
  svg: 'SVG',
  csv: 'CSV',
  html: 'HTML',
  text: 'Text',
} as const;

function contents(schema: FileSchema): string[] {
  const some = schema.optional ? ', not in every result' : '';
  if (schema.format === 'arrow') {
    const rows = Object.entries(schema.columns).map(([name, { type, unit, description }]) => [
      code(name),
      [type].flat().map(code).join(' or '),
      unit,
      description,
    ]);
    return [`An Arrow table${some}.`, table(['column', 'type', 'unit', ''], rows)];
  }
  const words = [`${names[schema.format]}${some}: ${schema.description}.`];
  if (schema.format !== 'json') return words;
  const rows = fieldRows(z.toJSONSchema(schema.schema, { target: 'draft-7', unrepresentable: 'any' }), '');
  return rows.length === 0 ? words : [...words, table(['field', 'is', ''], rows)];
}

/** One row per field, those inside another under its path: `variations.*.auc`, `claims[].verdict`. */
function fieldRows(schema: JsonSchema, path: string): string[][] {
  if (isInterval(schema) || isBare(schema)) return [];
  const required = new Set(schema.required);
  const named = Object.entries(schema.properties ?? {}).map(([name, field]) => ({ name, field: field as JsonSchema }));
  const rest = schema.additionalProperties;
  const fields = isSchema(rest) && Object.keys(rest).length > 0 ? [...named, { name: '*', field: rest }] : named;
  const inside = fields.flatMap(({ name, field }) => {
    const here = path === '' ? name : `${path}.${name}`;
    const optional = name === '*' || required.has(name) ? '' : ', may be absent';
    return [[code(here), `${wordsOf(field)}${optional}`, field.description ?? ''], ...fieldRows(field, here)];
  });
  const items = isSchema(schema.items) ? fieldRows(schema.items, `${path}[]`) : [];
  const choices = (schema.anyOf ?? []).filter(isSchema).flatMap((choice) => fieldRows(choice, path));
  return [...inside, ...items, ...choices];
}

function wordsOf(schema: JsonSchema): string {
  if (isBare(schema)) return 'a number without an interval';
  if (isInterval(schema)) return schema.properties!['description'] ? 'a quoted number' : 'a value with low and high';
  if (schema.anyOf) return schema.anyOf.map((choice) => wordsOf(choice as JsonSchema)).join(' or ');
  return Object.keys(schema).every((key) => key === 'description') ? 'any value' : expectation(schema);
}

const isInterval = ({ properties = {} }: JsonSchema) => ['value', 'low', 'high'].every((name) => name in properties);

const isBare = ({ properties = {} }: JsonSchema) => ['value', 'uncertainty'].every((name) => name in properties);

const isSchema = (found: unknown): found is JsonSchema =>
  typeof found === 'object' && found !== null && !Array.isArray(found);
