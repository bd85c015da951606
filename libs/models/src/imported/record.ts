// An imported classifier as it is kept: what it came from, how jets are put to it, and what was seen when it was tried.
import { networkFormats, type ImportedRecord } from '@jetdemon/artifacts';
import type { Contrast, JetLayout } from '@jetdemon/data';
import type { Tagger } from '../tagger.ts';
import { readNetwork } from './read-network.ts';
import { importedTagger } from './tagger.ts';

/** A network that was trained elsewhere. */
export interface ImportedClassifier extends Tagger {
  readonly imported: ImportedRecord;
  /** The file of the network. */
  readonly bytes: Uint8Array;
}

/** The name of the file that keeps the network of a record: its stem and the end of its format. */
export const networkFile = <const Stem extends string>(
  stem: Stem,
  { format = 'onnx' }: Pick<ImportedRecord, 'format'>,
) => `${stem}.${networkFormats[format]}` as const;

/** @throws InputError for a network that is damaged or does not fit the record */
export async function restoreImported(
  bytes: Uint8Array,
  record: ImportedRecord,
  layout: JetLayout,
  contrast: Contrast,
): Promise<ImportedClassifier> {
  const network = await readNetwork(bytes, record.file, record.lambdas);
  return { ...importedTagger(network, record, layout, contrast), imported: record, bytes };
}
