import os from 'node:os';

/** Nodes at once: one on a small machine, since training takes every core; else a quarter of the cores, at least two. */
export function defaultJobs(cores = os.availableParallelism()): number {
  return cores <= 2 ? 1 : Math.max(2, Math.floor(cores / 4));
}
