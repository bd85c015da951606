import { afterEach, expect, test, vi } from 'vitest';
import { refuseTelemetry } from './telemetry.ts';

const variable = 'ORT_DISABLE_TELEMETRY';
afterEach(() => vi.unstubAllEnvs());

test.each([
  [undefined, '1'],
  ['0', '0'],
  ['', ''],
])('where the environment says %s, it says %s after', (before, after) => {
  vi.stubEnv(variable, before);
  refuseTelemetry();
  expect(process.env[variable]).toBe(after);
});
