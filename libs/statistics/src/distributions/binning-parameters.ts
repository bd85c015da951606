// Bins as parameters of a task. Light to load: tasks declare them when a workflow is checked.
import { z } from 'zod';

/** Schema of the bins of one observable; any part may be left out. */
export function binning(of: string, bins: number, low: number, high: number) {
  return z
    .strictObject({
      bins: z.int().min(1).max(10_000).default(bins).describe(`equal bins, default ${bins}`),
      low: z.number().default(low).describe(`lower edge of the first, default ${low}`),
      high: z.number().default(high).describe(`upper edge of the last, default ${high}`),
    })
    .refine((range) => range.low < range.high, { error: 'expected low < high' })
    .prefault({})
    .describe(`bins of ${of}`);
}
