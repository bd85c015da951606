// Scores one partition of a folder of split jets with a classifier, into a folder of kind `scores`.
import { join } from 'node:path';
import type { Device } from '@jetdemon/compute';
import { readJets, rowsOf, type Partition } from '@jetdemon/data';
import { InputError, scores, writeColumns } from '@jetdemon/workflow';
import { loadClassifier } from './classifier.ts';
import { measureObservables, scoreJets } from './scoring.ts';

/** Rows come in the order of the jets. */
export async function scorePartition(
  { jets: folder, classifier, partition }: { jets: string; classifier: string; partition: Partition },
  { output, device, progress }: { output: string; device: Device; progress(message: string, fraction: number): void },
): Promise<void> {
  const file = join(folder, 'jets.arrow');
  const jets = await readJets(file);
  const rows = rowsOf(jets, partition);
  if (rows.length === 0) throw new InputError(`expected jets in the ${partition} partition, found none`, `${file}:`);
  const said = (from: number) => (fraction: number) => {
    const done = from + fraction / 2;
    progress(`${Math.round(done * rows.length)} of ${rows.length} jets scored`, done);
  };
  const score = await scoreJets(await loadClassifier(classifier), jets, device, { rows, progress: said(0) });
  const measured = await measureObservables(jets, device, { rows, progress: said(0.5) });
  await writeColumns(
    join(output, 'scores.arrow'),
    scores.files['scores.arrow'],
    {
      label: Uint8Array.from(rows, (row) => jets.label[row]!),
      score,
      jet_pt: measured.ptTeV,
      jet_eta: measured.eta,
      jet_mass: measured.massTeV,
      jet_d2: measured.d2,
    },
    { kind: scores },
  );
}
