// Words of messages: names that were nearly right, values as the user wrote them, what a schema expects.
import { distance } from 'fastest-levenshtein';
import type * as z from 'zod';

/** Names that a message lists. */
const MOST_KNOWN = 24;

/** `, did you mean epsilon?` when one of `known` is near, else the list of them. */
export function suggest(name: string, known: readonly string[]): string {
  const near = known
    .map((candidate) => ({ candidate, edits: distance(name.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ candidate, edits }) => edits <= Math.round(0.4 * candidate.length))
    .sort((a, b) => a.edits - b.edits)[0];
  if (near) return `, did you mean ${near.candidate}?`;
  if (known.length === 0) return ' (there are none)';
  const more = known.length > MOST_KNOWN ? ` and ${known.length - MOST_KNOWN} more` : '';
  return ` (known: ${known.slice(0, MOST_KNOWN).join(', ')}${more})`;
}

/** A value in a message: JSON, cut short, `nothing` for what is not there. */
export function show(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (typeof value === 'number') return String(value);
  let text: string;
  try {
    text = JSON.stringify(value);
  } catch {
    return 'a value that contains itself';
  }
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

/** Control characters written out, line breaks left: what a file or a workflow says must not command a terminal. */
export const printable = (text: string): string =>
  text.replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, (one) => {
    return `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });

/** The same in one line. */
export const inLine = (text: string): string => printable(text.replaceAll(/\s+/g, ' '));

/** Why a text is no JSON, in one line: what JSON.parse says cites the text, line breaks and all. */
export const faultOfJson = (error: unknown): string => inLine((error as Error).message);

/** Characters of a line that a message may have: names in a damaged file can be of any length. */
const LONGEST_LINE = 2000;

/** A text whose lines lose their middle where they are too long to read. */
export const shortened = (text: string): string =>
  text.length <= LONGEST_LINE
    ? text
    : text
        .split('\n')
        .map((line) =>
          line.length <= LONGEST_LINE ? line : `${line.slice(0, 1200)} [${line.length} characters] ${line.slice(-600)}`,
        )
        .join('\n');

export type JsonSchema = z.core.JSONSchema.BaseSchema;

/** What a JSON schema accepts, in words: `a number > 0 and <= 1`, `one of hl, pfn`. */
export function expectation(schema: JsonSchema): string {
  if (schema.const !== undefined) return show(schema.const);
  if (schema.enum) return `one of ${schema.enum.join(', ')}`;
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return choices.map((choice) => expectation(choice as JsonSchema)).join(' or ');
  const types: unknown = schema.type;
  if (Array.isArray(types)) return types.map((type) => expectation({ ...schema, type })).join(' or ');
  switch (schema.type) {
    case 'integer':
      return `an integer${bounds(schema)}`;
    case 'number':
      return `a number${bounds(schema)}`;
    case 'boolean':
      return 'true or false';
    case 'string':
      return schema.file === true || schema.folder === true
        ? `the path of a ${[schema.file && 'file', schema.folder && 'folder'].filter(Boolean).join(' or ')}`
        : schema.pattern
          ? `text that matches ${schema.pattern}`
          : 'text';
    case 'array':
      return `a list${lengths(schema)}`;
    case 'object':
      return 'a mapping';
    case 'null':
      return 'nothing';
    default:
      return 'something else';
  }
}

function bounds({ minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf }: JsonSchema): string {
  const safe = (bound: unknown) => typeof bound === 'number' && Math.abs(bound) < Number.MAX_SAFE_INTEGER;
  const parts = [
    safe(exclusiveMinimum) ? `> ${exclusiveMinimum}` : safe(minimum) ? `>= ${minimum}` : '',
    safe(exclusiveMaximum) ? `< ${exclusiveMaximum}` : safe(maximum) ? `<= ${maximum}` : '',
    multipleOf !== undefined ? `in steps of ${multipleOf}` : '',
  ].filter((part) => part !== '');
  return parts.length > 0 ? ` ${parts.join(' and ')}` : '';
}

function lengths({ minItems, maxItems, items }: JsonSchema): string {
  const item =
    items !== undefined && typeof items === 'object' && !Array.isArray(items)
      ? `, each ${expectation(items as JsonSchema)}`
      : '';
  if (minItems === undefined && maxItems === undefined) return item;
  if (minItems === maxItems) return ` of ${minItems}${item}`;
  if (maxItems === undefined) return ` of at least ${minItems}${item}`;
  return minItems === undefined ? ` of at most ${maxItems}${item}` : ` of ${minItems} to ${maxItems}${item}`;
}
