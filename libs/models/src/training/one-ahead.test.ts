import { expect, test } from 'vitest';
import { oneAhead } from './one-ahead.ts';

async function* numbers(...items: number[]): AsyncGenerator<number> {
  yield* items;
}

async function collected<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

test('all in their order, with their places, none for nothing', async () => {
  const slower = async (item: number, at: number) => {
    await new Promise((resolve) => setTimeout(resolve, 5 - item));
    return `${item} at ${at}`;
  };
  expect(await collected(oneAhead(numbers(3, 4, 5), slower))).toEqual(['3 at 0', '4 at 1', '5 at 2']);
  expect(await collected(oneAhead(numbers(), slower))).toEqual([]);
});

test('the next is begun before the present one is handed over, the one after it is not', async () => {
  const begun: number[] = [];
  const seen: number[][] = [];
  for await (const item of oneAhead(numbers(1, 2, 3), async (item) => begun.push(item))) seen[item - 1] = [...begun];
  expect(seen).toEqual([
    [1, 2],
    [1, 2, 3],
    [1, 2, 3],
  ]);
});

test('what fails is thrown in its turn, and the items are let go', async () => {
  let closed = false;
  async function* items() {
    try {
      yield* [1, 2, 3];
    } finally {
      closed = true;
    }
  }
  const seen: number[] = [];
  const failing = async () => {
    for await (const item of oneAhead(items(), async (item) => {
      if (item === 2) throw new Error('two');
      return item;
    }))
      seen.push(item);
  };
  await expect(failing()).rejects.toThrow('two');
  expect([seen, closed]).toEqual([[1], true]);
});
