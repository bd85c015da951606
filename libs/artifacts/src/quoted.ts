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

export const bare = z.strictObject({
  value: z.number(),
  spread: z.number().optional().describe('standard deviation over training seeds, of a mean over several'),
  uncertainty: z
    .string()
    .describe('what is known of its uncertainty, in words: no interval of it holds the truth as often as it would say'),
  description: z.string().describe('what it is, in words for the reader of a report'),
});

/** A number that has no interval, because none is known that covers. */
export type Bare = z.output<typeof bare>;

export const stated = z.union([quoted, bare]);

/** A number with its interval, or without one. */
export type Stated = z.output<typeof stated>;

/** Whether a number has an interval. */
export const hasInterval = (number: Stated): number is Quoted => 'low' in number;
