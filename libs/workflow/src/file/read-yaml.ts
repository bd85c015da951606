// A YAML file checked by a schema: what is wrong is reported where it stands, in the words of workflow files.
import * as z from 'zod';
import type { Node } from 'yaml';
import { Source } from './source.ts';
import { expectation, show, suggest, type JsonSchema } from '../words.ts';

/**
 * Parses YAML `text` by `schema`, with defaults filled in.
 *
 * @param file named in messages
 *
 * @throws WorkflowErrors with everything that is wrong, each with line and column.
 */
export function readYaml<S extends z.ZodType>(file: string, text: string, schema: S): z.output<S> {
  const source = new Source(file, text);
  const values = source.valueOf(source.root);
  const parsed = schema.safeParse(values);
  if (parsed.success) return parsed.data;
  const json = z.toJSONSchema(schema, { io: 'input', target: 'draft-7', unrepresentable: 'any' });
  for (const issue of parsed.error.issues)
    reportIssue(source, json, '', issue, values, source.at(source.root, issue.path));
  source.throwIfWrong();
  throw new Error(`internal: ${file}: ${parsed.error.message}`);
}

/** Reports what a schema found wrong with `values`, which are called `name` and stand `at` that node. */
export function reportIssue(
  source: Source,
  schema: JsonSchema,
  name: string,
  issue: z.core.$ZodIssue,
  values: unknown,
  at: Node | null,
): void {
  const path = [name, ...issue.path.map(String)].filter((step) => step !== '').join('.');
  const say = (node: Node | null, message: string) =>
    source.report(node, path === '' ? message : `${path}: ${message}`);
  if (issue.code === 'unrecognized_keys') {
    const known = Object.keys(schemaAt(schema, issue.path).properties ?? {});
    const why = issue.message.startsWith('Unrecognized key') ? '' : `: ${issue.message}`; // where the schema says more
    const hint = (key: string) => (why && known.length === 0 ? '' : suggest(key, known));
    for (const key of issue.keys) say(source.keyAt(at, key), `unknown key ${key}${hint(key)}${why}`);
  } else if (issue.code === 'custom') {
    say(at, issue.message);
  } else {
    say(at, `expected ${expectation(schemaAt(schema, issue.path))}, found ${show(valueAt(values, issue.path))}`);
  }
}

function schemaAt(schema: JsonSchema, [step, ...rest]: readonly PropertyKey[]): JsonSchema {
  if (step === undefined) return schema;
  const child =
    typeof step === 'string'
      ? (schema.properties?.[step] ?? schema.additionalProperties)
      : Array.isArray(schema.items)
        ? schema.items[Number(step)]
        : schema.items;
  return schemaAt(typeof child === 'object' ? child : {}, rest);
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((parent, step) => (parent as Record<PropertyKey, unknown> | undefined)?.[step], value);
}
