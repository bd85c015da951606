import { expect, test } from 'vitest';
import { adamMemory } from './adam-kernel.ts';

const constants = { beta1: 0.9, share1: 1 - 0.9, beta2: 0.999, share2: 1 - 0.999, length: 0.003, floor: 1e-6 };

/** The formula, rounded to float32 after every operation as the graph's operators do. */
function expected([theta, g, m, v]: readonly [number, number, number, number]): [number, number, number] {
  const f = Math.fround;
  const [beta1, share1, beta2, share2, length, floor] = Object.values(constants).map(f) as [number, number, number, number, number, number]; // prettier-ignore
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
    const after = Array.from(theta, (_, i) => expected([theta[i]!, g[i]!, m[i]!, v[i]!]));
    update(theta, g, m, v, constants);
    expect(Array.from(theta, (_, i) => [theta[i], m[i], v[i]])).toEqual(after);
    expect([...beside]).toEqual(Array.from({ length: size }, (_, i) => i));
  },
);

test('arrays of another memory and of other sizes are refused', () => {
  const { arrays, update } = adamMemory([4, 4, 4, 4, 8])!;
  const [theta, g, m, v, long] = arrays as [Float32Array, Float32Array, Float32Array, Float32Array, Float32Array];
  expect(() => update(theta, new Float32Array(4), m, v, constants)).toThrow('internal');
  expect(() => update(theta, g, m, long, constants)).toThrow('internal');
  expect(() => update(theta, g, m, v, constants)).not.toThrow();
});

test('a state beyond the memory has none', () => {
  expect(adamMemory([2 ** 30])).toBeUndefined();
});

test.each([1, 3, 4, 1000])('a sum of %s numbers, times a factor, is rounded as float32 twice', (size) => {
  const { arrays, add } = adamMemory([size, size, size])!;
  const [a, b, beside] = arrays as [Float32Array, Float32Array, Float32Array];
  for (let i = 0; i < size; i++) [a[i], b[i], beside[i]] = [Math.sin(i), Math.cos(3 * i) / 7, i];
  const expected = Array.from(a, (value, i) => Math.fround(Math.fround(value + b[i]!) * Math.fround(1 / 3)));
  add(a, b, 1 / 3);
  expect([...a]).toEqual(expected);
  expect([...beside]).toEqual(Array.from({ length: size }, (_, i) => i));
  expect(() => add(a, new Float32Array(size), 1)).toThrow('internal');
});
