import { expect, test } from 'vitest';
import { expectClose } from './close.ts';

test.each([
  [[1, Infinity], [1, Infinity], true],
  [[1, 2 + 4.9e-5], [1, 2], true],
  [[1, 2 + 5.1e-5], [1, 2], false],
  [[1, NaN], [1, 2], false],
  [[1], [1, 2], false],
  [[1, 2], [1], false],
])('%j is close to %j: %s', (found, expected, close) => {
  const check = () => expectClose(found, expected, 4);
  if (close) check();
  else expect(check).toThrow(/expected/);
});
