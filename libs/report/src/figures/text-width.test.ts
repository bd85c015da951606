import { expect, test } from 'vitest';
import { textWidth } from './text-width.ts';

test('texts are as wide as Helvetica’s metrics say', () => {
  // Helvetica, Adobe Core 14 AFM: j 222, e 556, t 278.
  expect(textWidth('jet', 1000)).toBe(1056);
  expect(textWidth('jet', 13)).toBeCloseTo(13.728, 10);
  expect(textWidth('', 13)).toBe(0);
});

test('the marks of a subscript have no width, and a Greek letter counts as an average one', () => {
  expect(textWidth('p_{T}', 1000)).toBe(556 + 611);
  expect(textWidth('ε', 1000)).toBe(556);
});
