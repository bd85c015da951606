import { availableParallelism } from 'node:os';
import path from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What waits for long comes first, so that nothing of it is left at the end: whole runs, and of those the ones on Slurm. */
const early = ['test/slurm/', 'test/'];

class EarlyFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const file = path.relative(import.meta.dirname, moduleId).replaceAll('\\', '/');
      const at = early.findIndex((folder) => file.startsWith(folder));
      return at < 0 ? early.length : at;
    };
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}

/** Tests of libraries share a process, which spares them a start and imports, but for those that put something in place of a module. */
const own = ['libs/compute/src/devices/session.test.ts', 'libs/compute/src/onnx/import/gradients.test.ts'];

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // A worker per core, each with one thread for its products, since two workers do more than two threads of one; and two
    // that wait for Slurm.
    maxWorkers: availableParallelism() + 2,
    env: { JETDEMON_THREADS: '1' },
    sequence: { sequencer: EarlyFirst },
    projects: [
      { extends: true, test: { name: 'libs', include: ['libs/*/src/**/*.test.ts'], exclude: own, isolate: false } },
      { extends: true, test: { name: 'runs', include: [...own, 'tools/**/*.test.ts', 'test/**/*.test.ts'] } },
    ],
  },
});
