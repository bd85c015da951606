import { availableParallelism } from 'node:os';
import { afterEach, expect, test, vi } from 'vitest';
import { threads } from './session.ts';

afterEach(() => vi.unstubAllEnvs());

test.each([undefined, ''])('without JETDEMON_THREADS (%j) there is a thread for every core', (value) => {
  vi.stubEnv('JETDEMON_THREADS', value);
  expect(threads()).toBe(availableParallelism());
});

test('JETDEMON_THREADS sets the number of threads', () => {
  vi.stubEnv('JETDEMON_THREADS', '3');
  expect(threads()).toBe(3);
});

test.each(['0', '-1', '1.5', 'two'])('JETDEMON_THREADS=%s is refused', (value) => {
  vi.stubEnv('JETDEMON_THREADS', value);
  expect(threads).toThrow(`JETDEMON_THREADS: expected a whole number above 0, found "${value}"`);
});
