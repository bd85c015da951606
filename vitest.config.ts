import { availableParallelism } from 'node:os';
import path from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * What waits for long comes first, so that nothing of it is left at the end: whole runs, and of those the ones on Slurm. Last
 * and one after the other what shares processes, which end where something else is next.
 */
class InOrder extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId, project }: TestSpecification) => {
      const [folder, second] = path.relative(import.meta.dirname, moduleId).split(/[\\/]/);
      if (folder === 'test') return second === 'slurm' ? 0 : 1;
      return project.name === 'shared' ? 3 : 2;
    };
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}

/** Libraries that leave nothing behind in a process: their tests share one, which spares each file a start and its imports. */
const shared = ['artifacts', 'data', 'report', 'simulation', 'statistics', 'workflow'].map((name) => `libs/${name}/src/**/*.test.ts`); // prettier-ignore

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // A worker per core, each with one thread for its products, since two workers do more than two threads of one; and two
    // that wait for Slurm.
    maxWorkers: availableParallelism() + 2,
    env: { JETDEMON_THREADS: '1' },
    sequence: { sequencer: InOrder },
    projects: [
      { extends: true, test: { name: 'shared', include: shared, isolate: false } },
      {
        extends: true,
        test: {
          name: 'alone',
          include: ['{libs,tools,test}/**/*.test.ts'],
          exclude: ['**/node_modules/**', ...shared],
        },
      },
    ],
  },
});
