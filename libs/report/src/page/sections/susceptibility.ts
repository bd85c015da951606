// §IV: what a network loses to its demon against how well it was trained, rung by rung, beside the paper's.
import { includesZero } from '../summary-sentence.ts';
import { capitalised, fixed, formatQuoted, percentInWords } from '../../text/numbers.ts';
import { html, words, type Html } from '../../text/html.ts';
import { paperNumbers, type PaperNumber } from '../../reference/paper-numbers.ts';
import type { Susceptibility } from '../../results/susceptibility-results.ts';
import { table } from '../table.ts';

/** Which rungs are the networks of the paper's Fig. 4; null for none. */
export interface PaperRungs {
  readonly full: string | null;
  readonly highLevel: string | null;
}

export function susceptibilityTable(measured: Susceptibility, named: PaperRungs, paper: boolean): Html {
  const { rungs, ladder, change, slope, description } = measured;
  const numbers: readonly [string | null, PaperNumber][] = [
    [named.full, paperNumbers.ll.demon_loss!],
    [named.highLevel, paperNumbers.hl.demon_loss!],
  ];
  const rows = rungs.map(({ rung, auc, loss, trainings }) => {
    const [performance, lost] = [formatQuoted(auc), formatQuoted(loss, { percent: true })];
    const theirs = numbers.find(([name]) => name === rung)?.[1];
    return [
      rung,
      performance.value,
      performance.interval,
      lost.value,
      lost.interval,
      String(trainings),
      ...(paper ? [theirs ? `about ${fixed(100 * theirs.value, 0)}%` : '–'] : []),
    ];
  });
  const heads = ['AUC', 'interval', 'loss', 'interval', 'trainings', ...(paper ? ['paper'] : [])];
  const paperNote = html`The paper’s losses are those of the ${paperNumbers.ll.demon_loss!.source}; of networks that
  were trained less it gives no number, that at the high-level network’s AUC is “nearly impervious” (§IV).`;
  const hundredth = { value: slope.value / 100, low: slope.low / 100, high: slope.high / 100 };
  const changes = includesZero(change) ? 'does not measurably change' : change.value > 0 ? 'raises' : 'lowers';
  return html`<h2>Less training, less to lose?</h2>
    <p>
      Training from ${ladder[0]!} to ${ladder.at(-1)!} ${changes} the loss, by ${percentInWords(change)} of the nominal
      peak; a straight line over the ladder rises by ${percentInWords(hundredth)} of it per 0.01 of AUC.
    </p>
    ${table({
      label: 'Table of susceptibility',
      caption: 'Loss at the nominal optimum under the demon, against how well the network was trained',
      columns: [{ head: 'rung' }, ...heads.map((head) => ({ head, look: 'number' as const }))],
      groups: [{ rows }],
    })}
    <p class="note">${words(capitalised(description))}. ${paper ? paperNote : undefined}</p>`;
}
