import fs from 'node:fs';
import { availableParallelism, freemem } from 'node:os';
import path from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Their networks take longest, ten thousand jobs of tools/engines, and thousands of damaged files. */
const long = /^libs\/(attacks|compute|models)\/|^tools\/engines\/|\/fuzz\.test\.ts$/;

/** Of test/ those that start none of our commands and leave nothing behind: what they import is what the libraries' own tests do. */
const within = [
  'compiled',
  'interop/attacks',
  'interop/interop',
  'interop/pyhf/pyhf',
  'jet-layout',
  'readmes',
  'training-slopes',
  'transformer',
  'workflows',
].map((name) => `test/${name}.test.ts`);

/** What waits for long comes first, so that nothing of it is left at the end: whole runs, and of those the ones on Slurm. */
class InOrder extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const file = path.relative(import.meta.dirname, moduleId).replaceAll('\\', '/');
      if (file.startsWith('test/')) return file.startsWith('test/slurm/') ? 0 : 1;
      return long.test(file) ? 2 : 3;
    };
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}

/**
 * The tests of libraries and tools write many small files. Where Linux has a file system in memory with room, from which
 * programs may be started, they are there: a third less of the processor in tests that do little else.
 */
function inMemory(folder = '/dev/shm', room = 8 * 2 ** 30): string | undefined {
  if (process.platform !== 'linux' || !fs.existsSync(folder)) return undefined;
  const { bavail, bsize } = fs.statfsSync(folder);
  const mounts = fs.readFileSync('/proc/mounts', 'utf8');
  const [, options] = new RegExp(`^\\S+ ${folder} tmpfs (\\S+)`, 'm').exec(mounts) ?? [];
  const mayStart = options?.startsWith('rw') && !options.split(',').includes('noexec');
  const free = Math.min(bavail * bsize, freemem(), process.constrainedMemory() || Infinity);
  return mayStart && free > room ? folder : undefined;
}

const temporary = process.env['TMPDIR'] ?? inMemory();

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // A worker per core, each with one thread for its products, since two workers do more than two threads of one; and two
    // that wait for Slurm.
    maxWorkers: availableParallelism() + 2,
    // The runtime is told before a test makes a session of its own, by itself.
    env: { JETDEMON_THREADS: '1', ORT_DISABLE_TELEMETRY: '1' },
    sequence: { sequencer: InOrder },
    projects: [
      // Those share a process per worker, which spares each file a start and its imports, and leave nothing behind in it.
      {
        extends: true,
        test: {
          name: 'shared',
          include: ['{libs,tools}/**/*.test.ts', ...within],
          isolate: false,
          env: temporary ? { TMPDIR: temporary } : {},
          setupFiles: ['test/equal-numbers.ts', 'test/present-backend.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'alone',
          include: ['test/**/*.test.ts'],
          exclude: within,
          setupFiles: 'test/equal-numbers.ts',
          globalSetup: 'test/emitted.mjs',
          hookTimeout: 300_000, // one of them emits the code of all tasks, others wait for it
        },
      },
    ],
  },
});
