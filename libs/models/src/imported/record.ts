// An imported classifier as it is kept: what it came from, how jets are put to it, and what was seen when it was tried.
import type { Contrast, JetLayout } from '@jetdemon/data';
import { z } from 'zod';
import type { Tagger } from '../tagger.ts';
import { resolvedFeatures } from './features/declaration.ts';
import { resolvedOutput } from './output.ts';
import { readNetwork } from './read-network.ts';
import { importedTagger } from './tagger.ts';
import { seenFeatures } from './trial.ts';

export const importedRecord = z.strictObject({
  file: z.string().describe('path of the file it came from'),
  sha256: z.string(),
  producer: z.string().describe('program that wrote it, as it says'),
  features: resolvedFeatures,
  output: resolvedOutput,
  tried: z
    .strictObject({ jets: z.int(), features: seenFeatures })
    .describe('what the network was fed for some of the jets'),
});

export type ImportedRecord = z.output<typeof importedRecord>;

/** A network that was trained elsewhere. */
export interface ImportedClassifier extends Tagger {
  readonly imported: ImportedRecord;
  /** The file of the network. */
  readonly bytes: Uint8Array;
}

/** @throws InputError for a network that is damaged or does not fit the record */
export function restoreImported(
  bytes: Uint8Array,
  record: ImportedRecord,
  layout: JetLayout,
  contrast: Contrast,
): ImportedClassifier {
  return { ...importedTagger(readNetwork(bytes, record.file), record, layout, contrast), imported: record, bytes };
}
