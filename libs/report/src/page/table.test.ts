import { expect, test } from 'vitest';
import { html } from '../text/html.ts';
import { table } from './table.ts';

const columns = [{ head: 'what' }, { head: 'p_{T}', look: 'number' }] as const;

test('a table has heads, a title per group, and a row header per row', () => {
  const text = table({ label: 'L', columns, groups: [{ title: 'T', rows: [['a', '1 ± 2']] }] }).text.replace(
    /\s+</g,
    '<',
  );
  expect(text).toContain('<th scope="col">what</th><th scope="col" class="number">p<sub>T</sub></th>');
  expect(text).toContain('<th scope="rowgroup" colspan="2">T</th>');
  expect(text).toContain('<th scope="row">a</th><td class="number">1\u00a0±\u00a02</td>');
  expect(text).not.toContain('<caption>');
});

test('cells are text unless they are HTML already', () => {
  const { text } = table({ label: '"L"', columns, groups: [{ rows: [['<a>', html`<b>x</b>`]] }] });
  expect(text).toContain('aria-label="&quot;L&quot;"');
  expect(text).toContain('&lt;a&gt;');
  expect(text).toContain('<b>x</b>');
});

test('a row of the wrong length is our own bug', () => {
  expect(() => table({ label: 'L', columns, groups: [{ rows: [['a']] }] })).toThrow('internal: expected 2 cells');
});
