// Certified scores of a partition, and attacked jets held against the certificate: one that moves a logit further is an error.
import { join } from 'node:path';
import { attackedJets, certifiedScores, type Certified } from '@jetdemon/artifacts';
import { padJets, openJets, rowsOf, truths, valuesPerJet, type JetRows } from '@jetdemon/data';
import { InputError, type Input } from '@jetdemon/workflow';
import { loadClassifier } from '../classifier/store.ts';
import { logitsOf } from '../scoring/scoring.ts';
import { scorePartition, type ScoreContext, type ScoreInputs } from '../scoring/score-partition.ts';
import { largestShift, spreadOf, type Budget, type Certificate, type Spread } from './certificate.ts';

export interface CertifyInputs extends Omit<ScoreInputs, 'change' | 'smoothing'> {
  /** The same partition, row for row, each attacked. */
  readonly attacked: readonly Input[];
  /** Which jets an attack may move. */
  readonly classes: 'signal' | 'background' | 'both';
  readonly budget: Budget;
}

/** The jets of the partition before any attack. */
interface Before {
  readonly logits: Float32Array;
  readonly spreads: readonly Spread[];
  readonly truth: Uint8Array;
}

const jetsAtOnce = 4096;
// Float32 knows a logit to some 1e-6 of the numbers that it is the sum of.
const rounding = 1e-5;
// Moves are measured on coordinates in float32.
const roundingOfMoves = 1e-5;

/**
 * Writes scores.arrow, the logits of the jets that may be attacked lowered (signal) or raised (background) by the most
 * that the budget allows, and certificate.json.
 *
 * @throws InputError for a classifier without a certificate, for attacked jets beyond the budget, and for an attack that
 * moves a logit further than the certificate allows
 */
export async function certifyPartition(inputs: CertifyInputs, context: ScoreContext): Promise<void> {
  const classifier = await loadClassifier(inputs.classifier);
  const certificate = certificateOf(classifier, inputs.classifier);
  const mayMove = (truth: number) => inputs.classes === 'both' || truth === truths[inputs.classes];
  let before!: Before;
  let shifts!: Float64Array;
  await scorePartition(
    {
      ...inputs,
      change(logits, { jets, rows, truth }) {
        before = { logits, spreads: spreadsOf(jets, rows), truth };
        shifts = Float64Array.from(before.spreads, (spread) => largestShift(certificate, inputs.budget, spread));
        return logits.map((logit, at) => {
          if (!mayMove(truth[at]!) || truth[at] === truths.neither) return logit;
          return truth[at] === truths.signal ? logit - shifts[at]! : logit + shifts[at]!;
        });
      },
    },
    context,
  );
  const attacks: Certified['attacks'] = {};
  for (const input of inputs.attacked) {
    const held = await holdAgainst(input, classifier, certificate, before, inputs, context);
    attacks[input.node] = held;
    context.progress(`${input.node}: at most ${(100 * held.largest).toFixed(0)}% of what the certificate allows`, 1);
  }
  const moved = shifts.filter((_, at) => mayMove(before.truth[at]!));
  const certain = moved.filter(Number.isFinite);
  const largest = certain.reduce((most, shift) => Math.max(most, shift), 0);
  await certifiedScores.write(context.output, {
    'certificate.json': {
      ...certificate,
      budget: inputs.budget,
      shift: {
        mean: certain.reduce((sum, shift) => sum + shift, 0) / Math.max(1, certain.length),
        largest: certain.length === moved.length ? largest : null,
      },
      uncertain: moved.length - certain.length,
      attacks,
    },
  });
}

type Loaded = Awaited<ReturnType<typeof loadClassifier>>;

function certificateOf(classifier: Loaded, folder: string): Certificate {
  const found = 'certificate' in classifier ? classifier.certificate?.(classifier.weights) : undefined;
  if (found) return found;
  const name = 'name' in classifier ? classifier.name : 'one that was imported';
  throw InputError.at({ file: folder }, `expected a classifier with a certificate, network: lipschitz, found ${name}`);
}

function spreadsOf(jets: JetRows, rows: Int32Array): Spread[] {
  const spreads: Spread[] = [];
  const [size, features] = [valuesPerJet(jets.layout), jets.layout.features.length];
  for (let start = 0; start < rows.length; start += jetsAtOnce) {
    const padded = padJets(jets, rows.subarray(start, start + jetsAtOnce));
    for (let at = 0; at < padded.length; at += size) spreads.push(spreadOf(padded.subarray(at, at + size), features));
  }
  return spreads;
}

/** What an attack did to every logit, over what the certificate allows within the budget that it used. */
async function holdAgainst(
  input: Input,
  classifier: Loaded,
  certificate: Certificate,
  { logits, spreads }: Before,
  { partition, budget: allowed }: CertifyInputs,
  { device, scratch }: ScoreContext,
): Promise<Certified['attacks'][string]> {
  const { achieved } = await attackedJets.read(input, 'perturbation.json');
  const file = join(input.folder, 'jets.arrow');
  if (achieved.jets > 0 && achieved.constituents === 0)
    throw InputError.at({ file }, 'expected an attack that moves constituents, found jets that grew, of which the certificate says nothing'); // prettier-ignore
  const { relativePt, eta, phi } = achieved.constituent;
  const budget = { low: 1 - relativePt.largest, high: 1 + relativePt.largest, eta: eta.largest, phi: phi.largest };
  const beyond =
    budget.high - 1 > Math.max(allowed.high - 1, 1 - allowed.low) + roundingOfMoves ||
    budget.eta > allowed.eta + roundingOfMoves ||
    budget.phi > allowed.phi + roundingOfMoves;
  if (beyond) {
    const inWords = (one: Budget) => `pT × ${one.low.toFixed(4)} to ${one.high.toFixed(4)}, η ± ${one.eta.toFixed(4)}, φ ± ${one.phi.toFixed(4)}`; // prettier-ignore
    throw InputError.at(
      { file },
      `expected constituents moved within the budget (${inWords(allowed)}), found ${inWords(budget)}: raise epsilon or iterations`,
    );
  }
  const { jets, close } = await openJets(file, { scratch: join(scratch, 'attacked.padded') });
  try {
    const rows = rowsOf(jets, partition);
    if (rows.length !== logits.length)
      throw InputError.at({ file }, `expected the ${logits.length} jets of the partition, found ${rows.length}`);
    const after = await logitsOf(classifier, jets, device, { rows });
    let [largest, moved] = [0, 0];
    after.forEach((logit, row) => {
      const change = Math.abs(logit - logits[row]!);
      if (change > 0) moved++;
      const bound = largestShift(certificate, budget, spreads[row]!);
      const slack = rounding * (certificate.slope + Math.abs(logit) + Math.abs(logits[row]!));
      if (!(change <= bound + slack)) {
        const words = `expected a logit to change by at most ${bound.toPrecision(4)}, as the certificate says, found ${change.toPrecision(4)}`;
        throw new InputError(`${words} for jet ${row}: these are not the same jets attacked within that budget`, `${file}:`, { row }); // prettier-ignore
      }
      if (bound > 0 && Number.isFinite(bound)) largest = Math.max(largest, Math.min(1, change / bound));
    });
    return { budget, jets: moved, largest };
  } finally {
    close();
  }
}
