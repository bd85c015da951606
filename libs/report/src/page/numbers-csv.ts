// Quoted numbers of the page as one table: those of the main table, and all others that its results quote.
import { agreementOf } from '../reference/comparison.ts';
import { toCsv } from '../figures/csv.ts';
import type { Shown } from '../text/numbers.ts';
import { classesOf } from '../results/cutflow-results.ts';
import { readQuoted } from '../results/quoted-numbers.ts';
import type { Content } from './chapter.ts';

const columns = [
  'node',
  'network',
  'quantity',
  'value',
  'low',
  'high',
  'paper',
  'paper_rounding',
  'paper_lies',
  'source',
] as const;

/** Columns of a number; ends are left out where it has no interval. */
const ends = ({ value, low, high }: Shown) => ({ value, low: low ?? '', high: high ?? '' });

/** Of a number that the paper does not give. */
const without = { paper: '', paper_rounding: '', paper_lies: '', source: '' };

/**
 * One row per number. A number averaged over nodes names them all; of a claim, `paper` is as the claim gives it and
 * `paper_lies` its verdict; of a cut-flow, the share of all events at each cut is written, and the class stands for the
 * network.
 */
export async function numbersCsv({ rows, results }: Content): Promise<string> {
  const { claims } = results;
  const others = [
    ...results.acceptance,
    ...results['control region'],
    ...results.exclusion,
    ...results.limits,
    ...results.susceptibility,
  ];
  const main = rows.map((row) => ({
    node: row.nodes.join(' '),
    network: row.group,
    quantity: row.label,
    ...ends(row.ours),
    paper: row.published?.value ?? '',
    paper_rounding: row.published?.rounding ?? '',
    paper_lies: agreementOf(row) ?? '',
    source: row.published?.source ?? '',
  }));
  const claimed = claims
    .flatMap((table) => table.claims)
    .map(({ nodes, claim, number, paper, verdict, source }) => ({
      ...{ node: nodes.join(' '), network: '', quantity: claim, ...ends(number) },
      ...{ paper: paper ?? '', paper_rounding: '', paper_lies: verdict, source: source ?? '' },
    }));
  const cuts = results['selected jets'].flatMap((one) =>
    classesOf(one).flatMap(({ name, steps }) =>
      steps.flatMap(({ cut, cumulative }) => {
        if (!cumulative) return [];
        const { value, low, high } = cumulative;
        const quantity = `${steps[0]!.cut} to ${cut}`;
        return [{ node: one.input.node, network: name, quantity, value, low, high, ...without }];
      }),
    ),
  );
  const rest = await Promise.all(
    [...others, ...results.numbers].map(async ({ input }) =>
      (await readQuoted(input)).map(({ path, quoted }) => ({
        ...{ node: input.node, network: String(input.axes['network'] ?? ''), quantity: path, ...ends(quoted) },
        ...without,
      })),
    ),
  );
  return toCsv([...main, ...claimed, ...cuts, ...rest.flat()], columns);
}
