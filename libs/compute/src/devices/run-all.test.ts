// Several runs of a step asked for at once: what one after the other gives, in the same order, on every device.
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { float32, openDevice, runEach, scalar, type Device, type DeviceName, type Values } from '../index.ts';

// webgpu as in webgpu.test.ts
const gpu = await openDevice('webgpu').catch((error: Error) => {
  if (process.env.VK_ICD_FILENAMES) throw error;
  return undefined;
});

/** w ← 2 w + Σ x, modulo a prime so that every float is exact; the order of runs shows in the state. */
const doubling = (device: Device) =>
  device.compileStep(
    ({ w, t }, { x }) => ({
      state: { w: tf.mod(tf.add(tf.mul(w!, 2), tf.sum(x!)), 8191), t: tf.add(t!, 1) },
      outputs: {
        seen: tf.sum(w!),
        rows: tf.mul(x!, 2),
        sign: tf.greater(x!, 1),
        whole: tf.cast(x!, 'int32'),
        size: tf.scalar(x!.size),
      },
    }),
    { w: float32([1, 2, 3]), t: scalar(0) },
  );

/** Of sizes 1 to 3, in no order. */
const inputs = (count: number): Values[][] =>
  Array.from({ length: count }, (_, at) => [
    { x: float32(Array.from({ length: 1 + (((at * 7) % 11) % 3) }, (__, place) => ((at + 3 * place) % 5) - 1)) },
  ]);

describe.each(['cpu', 'tfjs-cpu', 'tfjs-wasm'] as const)('%s', runsOn);
describe.skipIf(!gpu)('webgpu', () => runsOn('webgpu'));

function runsOn(name: DeviceName): void {
  const open = async () => doubling(await openDevice(name));

  test.each([0, 1, 2, 5, 16, 17, 37])('%s runs at once give what they give one by one', async (count) => {
    const [atOnce, oneByOne] = [await open(), await open()];
    expect(atOnce.together).toBe(name === 'webgpu' ? 16 : 1);
    const expected: Values[] = [];
    for (const pieces of inputs(count)) expected.push(await oneByOne.run(...pieces));
    const found = await atOnce.runAll(inputs(count));
    expect(found).toEqual(expected);
    expect(await atOnce.read()).toEqual(await oneByOne.read());
    // against numbers that no device made
    let [w, seen] = [[1, 2, 3], 0];
    for (const [at, [values]] of inputs(count).entries()) {
      const x = [...values!.x!.data];
      seen = w.reduce((a, b) => a + b);
      w = w.map((one) => (2 * one + x.reduce((a, b) => a + b)) % 8191);
      expect(found[at]).toEqual({
        seen: scalar(seen),
        rows: float32(x.map((one) => 2 * one)),
        sign: { data: Uint8Array.from(x, (one) => Number(one > 1)), shape: [x.length], dtype: 'bool' },
        whole: { data: Int32Array.from(x), shape: [x.length], dtype: 'int32' },
        size: scalar(x.length),
      });
    }
    expect([...(await atOnce.read()).w!.data]).toEqual(w);
    await Promise.all([atOnce.dispose(), oneByOne.dispose()]);
  });

  test('what is asked for before and after them, and not awaited, keeps its place', async () => {
    const step = await open();
    const one = step.run({ x: float32([1]) }); // 3 5 7
    const several = step.runAll([[{ x: float32([0]) }], [{ x: float32([1]) }], [{ x: float32([0, 0]) }]]);
    const between = step.read();
    step.write({ w: float32([0, 0, 1]), t: scalar(10) });
    const last = step.runAll([[{ x: float32([5]) }]]);
    const { w, t } = await step.read();
    expect((await one).seen!.data[0]).toBe(6);
    expect((await several).map(({ seen }) => seen!.data[0])).toEqual([15, 30, 63]);
    expect([...(await between).w!.data]).toEqual([26, 42, 58]);
    expect((await last)[0]!.seen!.data[0]).toBe(1);
    expect([...w!.data]).toEqual([5, 5, 7]);
    expect(t!.data[0]).toBe(11);
    await step.dispose();
  });

  test('one that fails leaves what the runs before it made, and the step as it was', async () => {
    const step = await open();
    const unfit = { x: float32([1, 2, 3], [2, 2]) };
    const failed = step.runAll([[{ x: float32([1]) }], [{ x: float32([1]) }], [unfit], [{ x: float32([1]) }]]);
    const read = step.read();
    await expect(failed).rejects.toThrow('x: expected 4 values for shape [2, 2], found 3');
    expect([...(await read).w!.data]).toEqual([7, 11, 15]);
    const broken = step.runAll(
      (function* () {
        yield [{ x: float32([0]) }];
        throw new Error('no more');
      })(),
    );
    await expect(broken).rejects.toThrow('no more');
    await expect(step.runAll([[]])).rejects.toThrow('found 0');
    expect((await step.runAll(inputs(2)))[0]!.seen!.data[0]).toBe(14 + 22 + 30);
    await step.dispose();
  });

  test('batches may lie where the one before lay', async () => {
    const [step, apart] = [await open(), await open()];
    const x = new Float32Array(2);
    const reused = function* () {
      for (let at = 0; at < 20; at++) {
        x.fill(at);
        yield [{ x: float32(x) }];
      }
    };
    const own = Array.from({ length: 20 }, (_, at) => [{ x: float32([at, at]) }]);
    expect(await step.runAll(reused())).toEqual(await apart.runAll(own));
    expect(await step.read()).toEqual(await apart.read());
    await Promise.all([step.dispose(), apart.dispose()]);
  });

  test('outputs are memory of their own', async () => {
    const step = await open();
    const [one, other] = await step.runAll([[{ x: float32([4]) }], [{ x: float32([4]) }]]);
    (one!.rows!.data as Float32Array).fill(0);
    expect([...other!.rows!.data]).toEqual([8]);
    expect(one!.rows!.data.buffer.byteLength).toBe(4);
    await step.dispose();
  });

  test('each in turn from a supply: as many together as the step likes, or one, and closed when left', async () => {
    const step = await open();
    const events: string[] = [];
    const supply = async function* (count: number) {
      try {
        for (let at = 0; at < count; at++) {
          events.push(`asked ${at}`);
          yield [{ x: float32([at]) }];
        }
      } finally {
        events.push('closed');
      }
    };
    const sizes: number[] = [];
    for await (const { size } of runEach(step, supply(20))) sizes.push(size!.data[0]!);
    expect(sizes).toEqual(Array.from({ length: 20 }, () => 1));
    expect(events.filter((event) => event.startsWith('asked'))).toHaveLength(20);
    expect(events.at(-1)).toBe('closed');

    events.length = 0;
    let runs = 0;
    for await (const { rows } of runEach(step, supply(20), 1)) {
      events.push(`found ${rows!.data[0]! / 2}`);
      if (++runs === 2) break;
    }
    expect(events).toEqual(['asked 0', 'found 0', 'asked 1', 'found 1', 'closed']);
    expect((await step.read()).t!.data[0]).toBe(22);
    await step.dispose();
  });
}
