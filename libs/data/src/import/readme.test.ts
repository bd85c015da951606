import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import task from '../tasks/import.ts';

const text = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const examples = [...text.matchAll(/```yaml\n(.*?)```/gs)].map(([, yaml]) => yaml!);

test.each(examples)('the README gives parameters that data/import takes:\n%s', (yaml) => {
  expect(task.params.safeParse(parse(yaml)).error?.issues).toBeUndefined();
});

test('the README has examples', () => {
  expect(examples.length).toBeGreaterThan(3);
});
