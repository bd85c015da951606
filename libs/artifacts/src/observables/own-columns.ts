// What results say of the columns of the user's own that they show: numbers of each jet that no attack moves.
import * as z from 'zod';

/** Unit and description by name; absent where there are none. */
export const ownColumns = z
  .record(z.string(), z.strictObject({ unit: z.string().describe('as it is shown'), description: z.string() }))
  .optional()
  .describe('columns of the user’s own among what is shown, which no attack moves');
