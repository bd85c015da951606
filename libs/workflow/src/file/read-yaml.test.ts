import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { WorkflowErrors } from '../errors.ts';
import { readYaml } from './read-yaml.ts';

const schema = z.strictObject({
  field: z.number().positive(),
  layers: z
    .array(z.strictObject({ name: z.string().min(1), bins: z.int().min(1).default(10) }))
    .refine((layers) => new Set(layers.map(({ name }) => name)).size === layers.length, {
      message: 'expected names that differ',
    }),
  shares: z.record(z.string(), z.number()).default({}),
});

test('values come out checked, with defaults filled in', () => {
  const text = 'field: 2.0\nlayers:\n  - { name: inner }\n  - { name: outer, bins: 3 }\n';
  expect(readYaml('card.yaml', text, schema)).toEqual({
    field: 2,
    layers: [
      { name: 'inner', bins: 10 },
      { name: 'outer', bins: 3 },
    ],
    shares: {},
  });
});

describe('what is wrong is told with its place', () => {
  test.each([
    ['an empty file', '', ['1:1 expected a mapping, found nothing']],
    ['no YAML', 'field: [', [expect.stringMatching(/^1:9 flow sequence/)]],
    ['a missing key', 'layers: []', ['1:1 field: expected a number > 0, found nothing']],
    ['an unknown key', 'field: 1\nlayers: []\nfeild: 2', ['3:1 unknown key feild, did you mean field?']],
    [
      'an unknown key further down',
      'field: 1\nlayers:\n  - { nam: a, name: b }',
      ['3:7 layers.0: unknown key nam, did you mean name?'],
    ],
    [
      'two wrong values, in file order',
      'layers:\n  - { name: a, bins: 0 }\nfield: small',
      ['2:22 layers.0.bins: expected an integer >= 1, found 0', '3:8 field: expected a number > 0, found "small"'],
    ],
    [
      'a value whose key is a number',
      'field: 1\nlayers: []\nshares: { 22: all }',
      ['3:15 shares.22: expected a number, found "all"'],
    ],
    [
      'a rule of the schema itself',
      'field: 1\nlayers:\n  - { name: a }\n  - { name: a }',
      ['3:3 layers: expected names that differ'],
    ],
  ])('%s', (_, text, expected) => {
    const messages = () => {
      try {
        return readYaml('card.yaml', text, schema);
      } catch (error) {
        if (!(error instanceof WorkflowErrors)) throw error;
        return error.message.replaceAll('card.yaml:', '').split('\n');
      }
    };
    expect(messages()).toEqual(expected);
  });
});
