import { afterEach, expect, test, vi } from 'vitest';
import { deviceOf } from './device-of.ts';

afterEach(() => vi.unstubAllEnvs());

test('what a task runs on is recorded, with the threads on which its last bits depend', async () => {
  vi.stubEnv('JETDEMON_THREADS', '3');
  const record = vi.fn();
  await deviceOf({ device: 'cpu', record });
  expect(record).toHaveBeenCalledWith('device', { name: 'cpu', reason: expect.any(String), threads: 3 });
});
