// Jets to an Arrow IPC file that read.ts takes: absolute angles, float32, TeV and radians.
import { Float32 } from 'apache-arrow';
import { checkJets } from './check.ts';
import type { Jets } from './jets.ts';
import { schemaKey, schemaVersion } from './schema.ts';
import { listColumn, numberColumn, writeTable, type TableColumn } from './table.ts';

/**
 * Writes jets with all their columns; refuses what `readJets(file, { sorted: false })` would refuse.
 * The file is written in place: whoever needs it to appear at once renames its folder.
 *
 * @param metadata further schema metadata, such as where the jets come from
 */
export async function writeJets(
  file: string,
  jets: Jets,
  metadata: Readonly<Record<string, string>> = {},
): Promise<void> {
  checkJets(jets, file, { sorted: false });
  const { offsets } = jets;
  const list = (name: string, values: Float32Array, unit: string, description: string): TableColumn =>
    listColumn(name, new Float32(), offsets, values, unit, description);
  await writeTable(
    file,
    jets.count,
    [
      labelColumn(jets),
      list('pt', jets.ptTeV, 'TeV', 'constituent pT'),
      list('eta', jets.eta, 'rad', 'constituent pseudorapidity'),
      list('phi', jets.phi, 'rad', 'constituent azimuth'),
      ...otherColumns(jets),
    ],
    new Map([[schemaKey, `jets/${schemaVersion}`], ...Object.entries(metadata)]),
  );
}

export function labelColumn({ label }: Jets): TableColumn {
  return numberColumn('label', label, '1', '0 background (dijet), 1 signal (Z)');
}

/** The partition and the reference columns. */
export function otherColumns({ partition, reference = {} }: Jets): TableColumn[] {
  return [
    ...(partition ? [numberColumn('partition', partition, '1', '0 train, 1 validation, 2 test')] : []),
    ...Object.entries(reference).map(([name, { values, unit, description }]) =>
      numberColumn(name, values, unit, description),
    ),
  ];
}
