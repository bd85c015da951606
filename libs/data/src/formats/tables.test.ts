import { expect, test } from 'vitest';
import { distinctNames, severalOf } from './tables.ts';

test('columns of one name are numbered, so that none stands in for another', () => {
  expect(distinctNames(['a', 'b', 'a', 'a'])).toEqual(['a#1', 'b', 'a#2', 'a#3']);
});

test('asking for a name that several have says how to ask', () => {
  const columns = [{ name: 'a#1' }, { name: 'b' }, { name: 'a#2' }];
  expect(severalOf('a', columns)).toBe('expected one column a, found 2: say which, a#1 or a#2');
  expect(severalOf('b', columns)).toBeUndefined();
});
