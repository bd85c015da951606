// Quoted numbers: a value with its interval and what it is.
import * as z from 'zod';

export const interval = z.strictObject({
  value: z.number(),
  low: z.number().describe('lower end of the interval'),
  high: z.number().describe('its upper end, >= low'),
});

/** A number with its interval, of which something else says what it is. */
export type Interval = z.output<typeof interval>;

export const quoted = interval.extend({
  spread: z.number().optional().describe('standard deviation over training seeds, of a mean over several'),
  description: z.string().describe('what it is, in words for the reader of a report'),
});

/** A number with its interval. */
export type Quoted = z.output<typeof quoted>;
