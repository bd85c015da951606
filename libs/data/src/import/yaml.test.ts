import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { yamlLines } from './yaml.ts';

test('YAML reads back what was written, whatever the words', () => {
  const mapping = {
    table: 'Delphes;1',
    y: 'y',
    'a: b': { pt: 'Tower.ET', n: 0, off: 'no', '#': '# not a comment', deep: { x: -1.5, group: 'a/b', empty: '' } },
    truth: 'true',
    number: '1e3',
    list: '[0]',
  };
  for (const version of ['1.1', '1.2'] as const) {
    expect(parse(yamlLines(mapping, 2).join('\n'), { version })).toEqual(mapping);
  }
});
