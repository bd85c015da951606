import { expect, test } from 'vitest';
import { assembled, get, i32, i64, loop, memoryFor, op, set, types, when } from './assembly.ts';

test.each([0, 63, 64, -64, -65, 127, 128, 300, -300, 2 ** 31 - 1, -(2 ** 31)])(
  '%s is the number that is stored',
  (number) => {
    const memory = memoryFor([4, 8])!;
    const [narrow, wide] = [memory.take(Int32Array, 1), memory.take(BigInt64Array, 1)];
    memory.run(assembled(2, [], [...op([0x36, 2, 0], get(0), i32(number)), ...op([0x37, 3, 0], get(1), i64(number))]))(narrow.byteOffset, wide.byteOffset); // prettier-ignore
    expect([narrow[0], wide[0]]).toEqual([number, BigInt(number)]);
  },
);

test('a loop ends where its condition is 0, and what is conditional is left out', () => {
  const memory = memoryFor([4])!;
  const found = memory.take(Int32Array, 1);
  const [from, sum] = [0, 1];
  const odd = op(0x71, get(from), i32(1));
  const body = [...when(odd, set(sum, op(0x6a, get(sum), get(from)))), ...set(from, op(0x6b, get(from), i32(1)))];
  memory.run(assembled(1, [types.i32], [...loop(body, get(from)), ...op([0x36, 2, 0], i32(0), get(sum))]))(9);
  expect(found[0]).toBe(1 + 3 + 5 + 7 + 9);
});

test('arrays of a memory do not touch', () => {
  const memory = memoryFor([3, 24, 4])!;
  const arrays = [memory.take(Uint8Array, 3), memory.take(Float64Array, 3), memory.take(Int32Array, 1)];
  arrays.forEach((array, at) => array.fill(at + 1));
  expect(arrays.map((array) => [...array])).toEqual([[1, 1, 1], [2, 2, 2], [3]]);
});

test('there is no memory of 2 GB and more', () => {
  expect(memoryFor([2 ** 30, 2 ** 30, 1])).toBeUndefined();
});
