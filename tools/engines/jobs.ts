// Nodes at once, and the threads of each: together the cores of the machine.
import os from 'node:os';

/** Nodes at once: on a small machine one per core, since batches are too small to share; else a quarter of the cores. */
export function defaultJobs(cores = os.availableParallelism()): number {
  return cores <= 2 ? cores : Math.max(2, Math.floor(cores / 4));
}

/** Threads of each of so many nodes at once. */
export function threadsOf(jobs: number, cores = os.availableParallelism()): number {
  return Math.max(1, Math.floor(cores / jobs));
}
