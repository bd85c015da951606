import { afterEach, expect, test, vi } from 'vitest';
import { encode } from '../../onnx/encode.ts';
import { Builder } from '../../symbolic/builder.ts';
import { float32 } from '../../tensors/values.ts';
import { runtime } from '../session.ts';
import { besideCall, lanesOfProcess } from './lanes.ts';
import { NativeSession } from './session.ts';

afterEach(() => vi.unstubAllEnvs());

test.each([
  // threads, those that Node keeps, calls at once, threads of a call
  ['1', undefined, undefined],
  ['2', undefined, { count: 3, threads: 1 }],
  ['7', undefined, { count: 5, threads: 1 }],
  ['16', undefined, { count: 5, threads: 4 }],
  ['16', '16', { count: 9, threads: 2 }],
  ['16', '1', undefined],
  ['16', '2.5', { count: 3, threads: 8 }],
  ['16', 'many', undefined],
])('with %s threads, of which Node keeps %s, lanes are %j', (threads, kept, expected) => {
  vi.stubEnv('JETDEMON_THREADS', threads);
  vi.stubEnv('UV_THREADPOOL_SIZE', kept);
  expect(lanesOfProcess()).toEqual(expected);
});

test.runIf(process.platform === 'linux')('calls at once share a session, each with numbers of its own', async () => {
  const build = new Builder();
  const x = build.graph.input('x', [2], 'float32');
  const y = build.mul(x, build.fill(2));
  const model = { bytes: encode([x], { y }), inputs: ['x'], outputs: { y } };
  const run = await besideCall(await runtime(), model, 1);
  const found = await Promise.all(Array.from({ length: 20 }, (_, value) => run({ x: float32([value, -value]) })));
  expect(found.map(({ y }) => [...y!.data])).toEqual(Array.from({ length: 20 }, (_, value) => [2 * value, -2 * value]));
});

test.runIf(process.platform === 'linux')('a model that is none is said to be none', async () => {
  const broken = { bytes: Uint8Array.of(1, 2, 3), inputs: [], outputs: {} };
  await expect(besideCall(await runtime(), broken, 1)).rejects.toThrow('protobuf');
});

test.runIf(process.platform === 'linux')(
  'what is computed where it is called lets timers have their turn',
  async () => {
    const build = new Builder();
    const x = build.graph.input('x', [2], 'float32');
    const y = build.mul(x, build.fill(2));
    const run = await besideCall(await runtime(), { bytes: encode([x], { y }), inputs: ['x'], outputs: { y } }, 1);
    let ticks = 0;
    const timer = setInterval(() => ticks++, 5);
    for (const end = performance.now() + 300; performance.now() < end;) await run({ x: float32([1, 2]) });
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(3);
  },
);

test.runIf(process.platform === 'linux').each([
  ['few numbers, here', 4, false],
  ['products of any size, in another thread', 4, true],
  ['many numbers, in another thread', 1024, false],
])('%s', async (where, rows, multiplies) => {
  const beside = vi.spyOn(NativeSession.prototype, 'runBeside');
  const build = new Builder();
  const x = build.graph.input('x', [rows, 512], 'float32');
  let y = multiplies
    ? build.graph.node('MatMul', [x, build.graph.input('w', [512, 2], 'float32')], [rows, 2], 'float32')
    : x;
  for (let i = 0; i < 16; i++) y = build.mul(y, build.fill(0.5));
  const inputs = multiplies ? ['x', 'w'] : ['x'];
  const model = { bytes: encode(build.graph.inputs, { y }), inputs, outputs: { y } };
  const run = await besideCall(await runtime(), model, 1);
  const given = float32(new Float32Array(rows * 512).fill(1), [rows, 512]);
  const found = await run({ x: given, ...(multiplies && { w: float32(new Float32Array(1024).fill(1), [512, 2]) }) });
  expect(found.y!.data[0]).toBe((multiplies ? 512 : 1) * 0.5 ** 16);
  expect(beside).toHaveBeenCalledTimes(where.endsWith('here') ? 0 : 1);
  beside.mockRestore();
});
