import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['libs/*/src/**/*.test.ts', 'tools/**/*.test.ts', 'test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // A worker per core, each with one thread for its products: two workers do more than two threads of one.
    maxWorkers: '100%',
    env: { JETDEMON_THREADS: '1' },
  },
});
