import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { expectation, faultOfJson, printable, shortened, show, suggest } from './words.ts';

describe('what a schema expects, in words', () => {
  test.each([
    [z.number(), 'a number'],
    [z.number().min(0).max(1), 'a number >= 0 and <= 1'],
    [z.number().gt(-1).lt(1), 'a number > -1 and < 1'],
    [z.number().multipleOf(5), 'a number in steps of 5'],
    [z.int(), 'an integer'],
    [z.int().min(1), 'an integer >= 1'],
    [z.boolean(), 'true or false'],
    [z.string(), 'text'],
    [z.string().regex(/^a+$/), 'text that matches ^a+$'],
    [z.string().meta({ file: true }), 'the path of a file'],
    [z.string().meta({ folder: true }), 'the path of a folder'],
    [z.string().meta({ file: true, folder: true }), 'the path of a file or folder'],
    [z.enum(['a', 'b']), 'one of a, b'],
    [z.literal('a'), '"a"'],
    [z.union([z.int(), z.literal('auto')]), 'an integer or "auto"'],
    [z.number().nullable(), 'a number or nothing'],
    [z.array(z.number()), 'a list, each a number'],
    [z.array(z.number()).length(2), 'a list of 2, each a number'],
    [z.array(z.string()).min(1), 'a list of at least 1, each text'],
    [z.array(z.string()).max(3), 'a list of at most 3, each text'],
    [z.array(z.string()).min(1).max(3), 'a list of 1 to 3, each text'],
    [z.strictObject({}), 'a mapping'],
    [z.number().default(3), 'a number'],
    [z.any(), 'something else'],
  ])('%#', (schema, words) => {
    expect(expectation(z.toJSONSchema(schema, { io: 'input', target: 'draft-7' }))).toBe(words);
  });
});

test.each([
  [undefined, 'nothing'],
  [null, 'nothing'],
  ['a "b"', '"a \\"b\\""'],
  [Number.NaN, 'NaN'],
  [[1, 2], '[1,2]'],
  ['x'.repeat(70), `"${'x'.repeat(56)}...`],
])('a value is shown as JSON, cut short (%#)', (value, shown) => expect(show(value)).toBe(shown));

test.each([
  ['epsilom', ['steps', 'epsilon'], ', did you mean epsilon?'],
  ['titel', ['title', 'nodes'], ', did you mean title?'],
  ['Jets', ['nets', 'jets'], ', did you mean jets?'],
  ['x', ['title', 'nodes'], ' (known: title, nodes)'],
  ['x', Array.from({ length: 30 }, () => 'abcdef'), ` (known: ${Array(24).fill('abcdef').join(', ')} and 6 more)`],
  ['x', [], ' (there are none)'],
])('%s among %j: %s', (name, known, words) => expect(suggest(name, known)).toBe(words));

test('control characters are written out, line breaks and letters are left', () => {
  expect(printable('a\u001b[31mb\rc\u009b\u202e\nd\te ö 🙂')).toBe('a\\u001b[31mb\\u000dc\\u009b\\u202e\nd\te ö 🙂');
});

test('what is wrong with JSON is said in one line, without characters that command a terminal', () => {
  for (const text of ['{\n  "a": [\n    \u0007}', '{"a\n": \u001b[31m', '']) {
    let said = '';
    try {
      JSON.parse(text);
    } catch (error) {
      said = faultOfJson(error);
    }
    expect(said).toMatch(/JSON/);
    expect(said).not.toMatch(/[\u0000-\u001f]/);
  }
});

test('a line of any length loses its middle, and says how long it was; other lines stay', () => {
  const [first, second] = shortened(`one\n${'a'.repeat(5000)}z`).split('\n');
  expect(first).toBe('one');
  expect(second).toMatch(/^a{1200} \[5001 characters\] a{599}z$/);
  expect(shortened('a'.repeat(2000))).toHaveLength(2000);
});
