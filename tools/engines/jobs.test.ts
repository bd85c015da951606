import { expect, test } from 'vitest';
import { defaultJobs, threadsOf } from './jobs.ts';

test.each([1, 2, 3, 4, 8, 16, 64])('nodes at once on %i cores leave none idle and share none', (cores) => {
  const jobs = defaultJobs(cores);
  const threads = threadsOf(jobs, cores);
  expect(jobs * threads).toBeLessThanOrEqual(cores);
  expect((jobs + 1) * threads).toBeGreaterThan(cores - threads);
});

test('more nodes than cores have a thread each', () => {
  expect(threadsOf(5, 2)).toBe(1);
});
