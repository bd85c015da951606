// What is to be known of an imported classifier.
import { classifier } from '@jetdemon/artifacts';
import type { Input } from '@jetdemon/workflow';

/** Nothing of one that was trained here. */
export async function readImported(input: Input): Promise<{ readonly notes: readonly string[] }> {
  const about = await classifier.read(input, 'classifier.json');
  return { notes: 'imported' in about ? (about.imported.notes ?? []) : [] };
}
