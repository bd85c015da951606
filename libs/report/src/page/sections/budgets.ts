// The budgets that jets need to be moved across a threshold: which share of them does which, as a table.
import type { Budgets } from '@jetdemon/artifacts';
import { html, linked, words, type Html } from '../../text/html.ts';
import { fixed, significant } from '../../text/numbers.ts';
import { attackName } from '../../text/subjects.ts';
import type { Content } from '../chapter.ts';
import type { Result } from '../results.ts';
import { table } from '../table.ts';

type Needed = Result<'attacked jets'> & { readonly budgets: Budgets };

/** Undefined where no attack looked for the smallest move. */
export function budgets({ results, naming }: Content): Html | undefined {
  const found = results['attacked jets'].filter((one): one is Needed => one.budgets !== undefined);
  if (found.length === 0) return undefined;
  const rows = found.map((one) => {
    const { input, budgets: of } = one;
    const points = Object.entries(input.axes).map(
      ([axis, value]) => naming.names[`${axis}=${value}`] ?? `${axis} ${value}`,
    );
    return [
      [attackName(input.base, naming), ...points].join(', '),
      String(of.threshold),
      words(linked(String(of.jets), [input.node])),
      ...shown.map((share) => budgetAt(of, share)),
      of.jets === 0 ? '–' : `${fixed((100 * of.notFound) / of.jets, 1)}%`,
    ];
  });
  const number = (head: string) => ({ head, look: 'number' as const });
  return html`<h3>How far a jet must be moved</h3>
    <p>
      χ² of a move: the squares of the changes of ln p<sub>T</sub>, η and φ of every constituent, each in units of its
      resolution, summed. The smallest χ found that takes a jet below the threshold of P(signal), of the jets that are
      above it before; that of every jet is in the column ${found[0]!.budgets.column} of the attacked jets.
    </p>
    ${table({
      label: 'Table of budgets',
      caption: 'Smallest χ with which so many jets are taken below the threshold',
      columns: [
        { head: 'attack' },
        number('threshold'),
        number('jets'),
        ...shown.map((share) => number(`${100 * share}%`)),
        number('no move found'),
      ],
      groups: [{ rows }],
    })} `;
}

const shown = [0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99];

function budgetAt({ curve }: Budgets, share: number): string {
  const budget = curve.find((one) => one.share === share)?.budget;
  return budget === undefined || budget === null ? '–' : significant(budget, 3);
}
