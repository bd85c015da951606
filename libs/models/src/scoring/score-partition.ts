// Scores one partition of a folder of split jets with a classifier, into a folder of kind `scores`.
import { join } from 'node:path';
import type { Device } from '@jetdemon/compute';
import { openJets, rowsOf, weightsOf, type JetRows, type Partition } from '@jetdemon/data';
import { scores } from '@jetdemon/artifacts';
import { InputError, writeColumns } from '@jetdemon/workflow';
import { loadClassifier } from '../classifier/store.ts';
import { measureObservables, scoreJets } from './scoring.ts';

export interface ScoreInputs {
  /** Folder of split jets. */
  readonly jets: string;
  /** Folder of a classifier. */
  readonly classifier: string;
  readonly partition: Partition;
}

export interface ScoreContext {
  readonly output: string;
  readonly scratch: string;
  readonly device: Device;
  progress(message: string, fraction: number): void;
}

/** Rows come in the order of the jets. */
export async function scorePartition(inputs: ScoreInputs, context: ScoreContext): Promise<void> {
  const file = join(inputs.jets, 'jets.arrow');
  const { jets, close } = await openJets(file, { scratch: join(context.scratch, 'jets.padded') });
  try {
    const rows = rowsOf(jets, inputs.partition);
    if (rows.length === 0) {
      throw new InputError(`expected jets in the ${inputs.partition} partition, found none`, `${file}:`);
    }
    await scoreRows(jets, rows, inputs.classifier, context);
  } finally {
    close();
  }
}

async function scoreRows(
  jets: JetRows,
  rows: Int32Array,
  classifier: string,
  { output, device, progress }: ScoreContext,
) {
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
      weight: weightsOf(jets, rows),
      score,
      jet_pt: measured.ptTeV,
      jet_eta: measured.eta,
      jet_mass: measured.massTeV,
      jet_d2: measured.d2,
    },
    { kind: scores },
  );
}
