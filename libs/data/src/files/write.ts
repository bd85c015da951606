// Jets to an Arrow IPC file that read.ts takes: absolute angles, float32, TeV and radians.
import { makeVector, type DataType } from 'apache-arrow';
import { checkJets } from '../jets/check.ts';
import { concatenate, featureValues, pick, type Jets, type NumericArray } from '../jets/jets.ts';
import { defaultLayout, sameLayout, type JetLayout } from '../jets/layout.ts';
import { columnsOfFeatures, layoutMetadata, schemaKey, schemaVersion } from './schema.ts';
import { allRows } from '../jets/shuffle.ts';
import { listColumn, numberColumn, openTable, rowsPerBatch, writeRows, type TableColumn } from './table.ts';

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
  await writeJetChunks(file, [jets], metadata);
}

/**
 * The same, from chunks of any size that have the same columns: the file is that of their concatenation, byte for byte.
 * Holds one chunk and at most one record batch.
 *
 * @returns how many jets were written
 */
export async function writeJetChunks(
  file: string,
  chunks: AsyncIterable<Jets> | Iterable<Jets>,
  metadata: Readonly<Record<string, string>> = {},
): Promise<number> {
  const about = new Map([[schemaKey, `jets/${schemaVersion}`], ...Object.entries(metadata)]);
  const table = await openTable(file, about);
  let layout: JetLayout | undefined;
  try {
    let count = 0;
    let left: Jets | undefined;
    for await (const chunk of chunks) {
      // The schema is written with the first jets, and the layout with it.
      if (!layout) for (const [key, value] of layoutMetadata(chunk.layout)) about.set(key, value);
      layout ??= chunk.layout;
      if (!sameLayout(layout, chunk.layout)) throw new Error(`internal: jets of two layouts in ${file}`);
      checkJets(chunk, file, { sorted: false, firstRow: count });
      count += chunk.count;
      const jets = left ? concatenate([left, chunk]) : chunk;
      const whole = jets.count - (jets.count % rowsPerBatch);
      await writeRows(table, columnsOf(jets), whole);
      left = pick(jets, allRows(jets.count).subarray(whole));
    }
    if (left) await writeRows(table, columnsOf(left), left.count);
    await table.finish();
    return count;
  } finally {
    await table.close();
  }
}

function columnsOf(jets: Jets): TableColumn[] {
  const { layout, offsets } = jets;
  const names = columnsOfFeatures(layout);
  const lists = featureValues(jets).map((values, at) => {
    const { unit, description } = layout.features[at]!;
    return listColumn(names[at]!, itemOf(values), offsets, values, unit, description);
  });
  return [labelColumn(jets), ...lists, ...otherColumns(jets)];
}

const itemOf = (values: NumericArray): DataType => makeVector(values.subarray(0, 0)).type;

export function labelColumn({ label, layout: { classes } }: Jets): TableColumn {
  const paper = classes.join() === defaultLayout.classes.join();
  const named = classes.map((name, at) => `${at} ${name}`).join(', ');
  return numberColumn('label', label, '1', paper ? '0 background (dijet), 1 signal (Z)' : named);
}

/** The partition and the reference columns. */
export function otherColumns({ partition, reference = {} }: Jets): TableColumn[] {
  return [
    ...(partition ? [numberColumn('partition', partition, '1', '0 train, 1 validation, 2 test')] : []),
    ...Object.entries(reference).map(([name, { values, unit, description, role }]) =>
      numberColumn(name, values, unit, description, role),
    ),
  ];
}
