// Origin of jets: the row of the user's file, so that scores join back to their table, and an identity by content.
import type { Jets, ReferenceColumn } from './jets.ts';

/** Names of the columns, which a user's own columns will hardly have. */
export const originNames = {
  row: 'source_row',
  file: 'source_file',
  /** Of several jets in one row. */
  number: 'source_number',
  /** An identity by content. */
  jet: 'source_jet',
} as const;

/** The jets with their row in the file, counted from `firstRow`; as they are where they state an origin already. */
export function withRows(jets: Jets, firstRow: number): Jets {
  const stated = Object.values(jets.reference ?? {}).some(({ role }) => role === 'origin');
  if (stated || jets.reference?.[originNames.row]) return jets;
  const column: ReferenceColumn = {
    values: Int32Array.from({ length: jets.count }, (_, at) => firstRow + at),
    unit: '1',
    description: 'row of the jet in the file that was loaded, from 0',
    role: 'origin',
  };
  return { ...jets, reference: { ...jets.reference, [originNames.row]: column } };
}
