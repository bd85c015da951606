import { expect, test } from 'vitest';
import { adamMemory } from './memory.ts';

const constants = { beta1: 0.9, share1: 1 - 0.9, beta2: 0.999, share2: 1 - 0.999, length: 0.003, floor: 1e-6 };

const f = Math.fround;
const [beta1, share1, beta2, share2, length, floor] = Object.values(constants).map(f) as [number, number, number, number, number, number]; // prettier-ignore

/** The formula, rounded to float32 after every operation as the graph's operators do. */
function expected(theta: number, g: number, m: number, v: number): [number, number, number] {
  const mNext = f(f(m * beta1) + f(g * share1));
  const vNext = f(f(v * beta2) + f(f(g * g) * share2));
  return [f(theta - f(f(length * mNext) / f(f(Math.sqrt(vNext)) + floor))), mNext, vNext];
}

test.each([1, 3, 4, 5, 1000])(
  'an update of %s weights has every bit of the formula, and arrays beside keep theirs',
  (size) => {
    const { arrays, update } = adamMemory([size, size, size, size, size])!;
    const [theta, g, m, v, beside] = arrays as [Float32Array, Float32Array, Float32Array, Float32Array, Float32Array];
    for (let i = 0; i < size; i++) {
      [theta[i], g[i], m[i], v[i], beside[i]] = [
        Math.sin(i),
        Math.cos(3 * i) / 7,
        Math.sin(5 * i) / 9,
        (i % 13) / 99,
        i,
      ];
    }
    const after = Array.from(theta, (_, i) => expected(theta[i]!, g[i]!, m[i]!, v[i]!));
    update([{ theta, gradients: [g], share: 1, m, v, constants }]);
    expect(Array.from(theta, (_, i) => [theta[i], m[i], v[i]])).toEqual(after);
    expect([...beside]).toEqual(Array.from({ length: size }, (_, i) => i));
  },
);

test('arrays of another memory and of other sizes are refused', () => {
  const { arrays, update, add } = adamMemory([4, 4, 4, 4, 8])!;
  const [theta, g, m, v, long] = arrays as [Float32Array, Float32Array, Float32Array, Float32Array, Float32Array];
  const one = { theta, gradients: [g], share: 1, m, v, constants } as const;
  expect(() => update([{ ...one, gradients: [new Float32Array(4)] }])).toThrow('internal');
  expect(() => update([{ ...one, gradients: [g, new Float32Array(4)] }])).toThrow('internal');
  expect(() => update([{ ...one, v: long }])).toThrow('internal');
  expect(() => add(g, long)).toThrow('internal');
  expect(() => update([one])).not.toThrow();
});

test('a state beyond the memory has none', () => {
  expect(adamMemory([2 ** 30])).toBeUndefined();
});

test.each([1, 3, 4, 1000])('a sum of %s numbers', (size) => {
  const { arrays, add } = adamMemory([size, size, size])!;
  const [a, b, beside] = arrays as [Float32Array, Float32Array, Float32Array];
  for (let i = 0; i < size; i++) [a[i], b[i], beside[i]] = [Math.sin(i), Math.cos(3 * i) / 7, i];
  const expected = Array.from(a, (value, i) => Math.fround(value + b[i]!));
  add(a, b);
  expect([...a]).toEqual(expected);
  expect([...beside]).toEqual(Array.from({ length: size }, (_, i) => i));
});

// more than one chunk each, with ends within and at the end of one
const sizes = [3, 16384, 50_001, 70_000];

test.each([2, 3])(
  'updates that %s threads share have every bit of the formula, the mean of two gradients',
  async (threads) => {
    const memory = adamMemory(Array.from({ length: 5 }, () => sizes).flat(), threads)!;
    const of = (kind: number) => memory.arrays.slice(kind * sizes.length, (kind + 1) * sizes.length);
    const [theta, g, h, m, v] = [0, 1, 2, 3, 4].map(of) as [Float32Array[], Float32Array[], Float32Array[], Float32Array[], Float32Array[]]; // prettier-ignore
    memory.arrays.forEach((array, at) => {
      const kind = Math.floor(at / sizes.length);
      for (let i = 0; i < array.length; i++) array[i] = kind === 4 ? (i % 13) / 99 : Math.sin((3 + kind) * i + at) / 7;
    });
    const f = Math.fround;
    const now = theta.map((values) => values.slice());
    const moments = { m: m.map((values) => values.slice()), v: v.map((values) => values.slice()) };
    // the first calls come before other threads have begun
    for (let call = 0; call < 60; call++) {
      memory.update(
        theta.map((own, k) => ({ theta: own, gradients: [g[k]!, h[k]!], share: 1 / 3, m: m[k]!, v: v[k]!, constants })),
      );
      now.forEach((values, k) => {
        const [first, second, mOf, vOf] = [g[k]!, h[k]!, moments.m[k]!, moments.v[k]!];
        for (let i = 0; i < values.length; i++) {
          const mean = f(f(first[i]! + second[i]!) * f(1 / 3));
          [values[i], mOf[i], vOf[i]] = expected(values[i]!, mean, mOf[i]!, vOf[i]!);
        }
      });
      while (memory.helpers() < threads - 1) await new Promise((resolve) => setTimeout(resolve, 1));
    }
    theta.forEach((values, k) => {
      for (const [found, wanted] of [
        [values, now[k]!],
        [m[k]!, moments.m[k]!],
        [v[k]!, moments.v[k]!],
      ] as const)
        expect(found.findIndex((value, i) => !Object.is(value, wanted[i]))).toBe(-1);
    });
    await memory.dispose();
  },
);

test('few numbers wake nobody', async () => {
  const memory = adamMemory([4, 4, 4, 4, 4], 2)!;
  const [theta, g, , m, v] = memory.arrays as [Float32Array, Float32Array, Float32Array, Float32Array, Float32Array];
  memory.update([{ theta, gradients: [g], share: 1, m, v, constants }]);
  expect(memory.helpers()).toBe(0);
  await memory.dispose();
});
