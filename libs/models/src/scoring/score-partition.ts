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
import { observableColumns, scores, type JetObservable } from '@jetdemon/artifacts';
import { InputError, writeColumns, type Key } from '@jetdemon/workflow';
import { requireFit, type Tagger } from '../tagger.ts';
import { countSeen } from '../classifier/seen.ts';
import { loadClassifier } from '../classifier/store.ts';
import { lastingColumns } from './lasting-columns.ts';
import { logitsAndObservables, measureObservables, probabilityOf } from './scoring.ts';
import { smoothedScores, type Smoothing } from './smoothing.ts';

export interface ScoreInputs {
  /** Folder of split jets. */
  readonly jets: string;
  /** Folder of a classifier. */
  readonly classifier: string;
  readonly partition: Partition;
  /** Whether jets of the test partition may be among those that the classifier has seen; `refuse` by default. */
  readonly seen?: 'refuse' | 'allow';
  /** That of the classifier by default. */
  readonly contrast?: Contrast;
  /** The mean over smeared copies in place of the score. */
  readonly smoothing?: { readonly how: Smoothing; readonly key: Key } | undefined;
  /** Changes the logits before they become scores; `truth` is 0 background, 1 signal, 2 neither. */
  readonly change?: (logits: Float32Array, of: { jets: JetRows; rows: Int32Array; truth: Uint8Array }) => Float32Array;
}

export interface ScoreContext {
  readonly output: string;
  readonly scratch: string;
  readonly device: Device;
  progress(message: string, fraction: number): void;
  record(name: string, value: unknown): void;
}

/** Rows come in the order of the jets. */
export async function scorePartition(inputs: ScoreInputs, context: ScoreContext): Promise<void> {
  const file = join(inputs.jets, 'jets.arrow');
  const { jets, close } = await openJets(file, { scratch: join(context.scratch, 'jets.padded') });
  try {
    const rows = rowsOf(jets, inputs.partition);
    if (rows.length === 0) {
      throw InputError.at({ file }, `expected jets in the ${inputs.partition} partition, found none`);
    }
    const classifier = await loadClassifier(inputs.classifier);
    requireFit(classifier, jets.layout, file);
    const contrast = inputs.contrast ? contrastOf(jets.layout, inputs.contrast, file) : classifier.contrast;
    if (inputs.partition === 'test') {
      const seen = await countSeen(inputs.classifier, jets, rows);
      context.record('seen', seen.counts);
      if (inputs.seen !== 'allow') refuseSeen(seen, file);
    }
    await scoreRows(jets, rows, { ...classifier, contrast }, { ...inputs, file }, context);
  } finally {
    close();
  }
}

function refuseSeen({ counts, byChance }: Awaited<ReturnType<typeof countSeen>>, file: string): void {
  const { jets, trained, chosen } = counts;
  if (trained + chosen <= byChance) return;
  const found = `found ${trained} of ${jets} that it was trained on and ${chosen} that its epoch was chosen on`;
  const mend = 'split once and train and score on that split, or say seen: allow';
  throw InputError.at({ file }, `expected test jets that the classifier has not seen, ${found}: ${mend}`);
}

async function scoreRows(
  jets: JetRows,
  rows: Int32Array,
  tagger: Tagger,
  { file, smoothing, change = (logits) => logits }: Pick<ScoreInputs, 'change' | 'smoothing'> & { readonly file: string }, // prettier-ignore
  { output, device, progress }: ScoreContext,
) {
  const truth = truthOf(jets, tagger.contrast);
  const ofRows = Uint8Array.from(rows, (row) => truth[row]!);
  const said = (done: number) => progress(`${Math.round(done * rows.length)} of ${rows.length} jets scored`, done);
  let score: Float32Array;
  let measured: Record<JetObservable, Float32Array>;
  if (smoothing) {
    const half = (from: number) => ({ rows, progress: (fraction: number) => said(from + fraction / 2) });
    score = await smoothedScores(tagger, jets, device, half(0), smoothing.how, smoothing.key);
    measured = await measureObservables(jets, device, half(0.5));
  } else {
    const { logits, ...rest } = await logitsAndObservables(tagger, jets, device, { rows, progress: said });
    score = change(logits, { jets, rows, truth: ofRows }).map(probabilityOf);
    measured = rest;
  }
  const along = lastingColumns(jets, rows, file);
  await writeColumns(
    join(output, 'scores.arrow'),
    { columns: { ...scores.files['scores.arrow'].columns, ...along.schema } },
    {
      label: ofRows,
      weight: weightsOf(jets, rows),
      score,
      ...observableColumns((name) => measured[name]),
      ...along.values,
    },
    { kind: scores },
  );
}
