// Where a number is in a file, as a mapping writes it: a column, and which number of a row that holds several.
import * as z from 'zod';

export const column = z.string().min(1);
const feature = z.int().min(0);
/** Per constituent: a column, columns by pattern, columns one after the other, or the number of a feature of the array. */
export const coordinate = z.union([column, feature, z.array(column).min(2)]);
export const place = { column, feature: feature.optional().describe('which number of a row that holds several') };
export const table = z
  .string()
  .optional()
  .describe('another table of as many rows, where the column is in none of those of the constituents');
