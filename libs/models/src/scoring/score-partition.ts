// Scores one partition of a folder of split jets with a classifier, into a folder of kind `scores`.
import { join } from 'node:path';
import type { Device } from '@jetdemon/compute';
import {
  contrastOf,
  openJets,
  rowsOf,
  truthOf,
  weightsOf,
  type Contrast,
  type JetRows,
  type Partition,
} from '@jetdemon/data';
import { scores } from '@jetdemon/artifacts';
import { InputError, writeColumns } from '@jetdemon/workflow';
import { requireFit, type Tagger } from '../tagger.ts';
import { loadClassifier } from '../classifier/store.ts';
import { measureObservables, scoreJets } from './scoring.ts';

export interface ScoreInputs {
  /** Folder of split jets. */
  readonly jets: string;
  /** Folder of a classifier. */
  readonly classifier: string;
  readonly partition: Partition;
  /** That of the classifier by default. */
  readonly contrast?: Contrast;
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
    const classifier = await loadClassifier(inputs.classifier);
    requireFit(classifier, jets.layout, file);
    const contrast = inputs.contrast ? contrastOf(jets.layout, inputs.contrast, file) : classifier.contrast;
    await scoreRows(jets, rows, { ...classifier, contrast }, context);
  } finally {
    close();
  }
}

async function scoreRows(jets: JetRows, rows: Int32Array, tagger: Tagger, { output, device, progress }: ScoreContext) {
  const said = (from: number) => (fraction: number) => {
    const done = from + fraction / 2;
    progress(`${Math.round(done * rows.length)} of ${rows.length} jets scored`, done);
  };
  const score = await scoreJets(tagger, jets, device, { rows, progress: said(0) });
  const truth = truthOf(jets, tagger.contrast);
  const measured = await measureObservables(jets, device, { rows, progress: said(0.5) });
  await writeColumns(
    join(output, 'scores.arrow'),
    scores.files['scores.arrow'],
    {
      label: Uint8Array.from(rows, (row) => truth[row]!),
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
