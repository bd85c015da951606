import { expect, test } from 'vitest';
import { VertexIndex } from './vertex-index.ts';

test('any numbers below 0, each once, by the order in which they came; forgotten when cleared', () => {
  const numbers = [-3, -1, -1023, -1024, -1025, -(2 ** 20) + 1, -(2 ** 20), -(2 ** 31) + 1, -7];
  const index = new VertexIndex();
  for (let turn = 0; turn < 2; turn++) {
    expect(numbers.map((id) => index.of(id))).toEqual(numbers.map(() => -1));
    expect(numbers.map((id) => index.add(id))).toEqual(numbers.map(() => true));
    expect(numbers.map((id) => index.of(id))).toEqual(numbers.map((_, at) => at));
    expect(index.add(-1023)).toBe(false);
    expect(index.add(-(2 ** 20))).toBe(false);
    expect([index.size, index.of(-2), index.of(-(2 ** 25))]).toEqual([numbers.length, -1, -1]);
    index.clear();
    expect(index.size).toBe(0);
  }
});
