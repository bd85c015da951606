import { expect, test } from 'vitest';
import { scheduleOf, threefry } from './threefry.ts';

// Known answers of the authors' library, Random123: tests/kat_vectors, the three lines that begin "threefry4x32 20".
test.each([
  [
    [0, 0, 0, 0],
    [0, 0, 0, 0],
    [0x9c6ca96a, 0xe17eae66, 0xfc10ecd4, 0x5256a7d8],
  ],
  [
    [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
    [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
    [0x2a881696, 0x57012287, 0xf6c7446e, 0xa16a6732],
  ],
  [
    [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
    [0xa4093822, 0x299f31d0, 0x082efa98, 0xec4e6c89],
    [0x59cd1dbb, 0xb8879579, 0x86b5d00c, 0xac8b6d84],
  ],
])('the published known answers come out: counter %j, key %j', (counter, key, expected) => {
  const out = new Int32Array(4);
  threefry(scheduleOf(key as [number, number, number, number]), Int32Array.from(counter), out);
  expect([...new Uint32Array(out.buffer)]).toEqual(expected);
});
