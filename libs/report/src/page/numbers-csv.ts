// Every quoted number of the page as one table: those of the main table, and all others that its inputs quote.
import type { Input } from '@jetdemon/workflow';
import type { Claims } from '../results/claims-results.ts';
import { verdictOf, type Row } from '../reference/comparison.ts';
import { classesOf, type Cutflow } from '../results/cutflow-results.ts';
import { toCsv } from '../figures/csv.ts';
import { readQuoted } from '../results/read-json.ts';

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

/** Of a number that the paper does not give. */
const without = { paper: '', paper_rounding: '', paper_lies: '', source: '' };

/**
 * @param rows of the main table; a number averaged over nodes names them all
 * @param claims whose column `paper` is as the claim gives it, and `paper_lies` its verdict
 * @param cutflows of which the share of all events at each cut is written, and the class stands for the network
 * @param others whose metrics.json is written in full, each number under its place there
 */
export async function numbersCsv(
  rows: readonly Row[],
  claims: readonly Claims[],
  cutflows: readonly Cutflow[],
  others: readonly Input[],
): Promise<string> {
  const main = rows.map((row) => ({
    node: row.nodes.join(' '),
    network: row.group,
    quantity: row.label,
    value: row.ours.value,
    low: row.ours.low,
    high: row.ours.high,
    paper: row.paper?.value ?? '',
    paper_rounding: row.paper?.rounding ?? '',
    paper_lies: verdictOf(row) ?? '',
    source: row.paper?.source ?? '',
  }));
  const claimed = claims
    .flatMap((table) => table.claims)
    .map(({ nodes, claim, number: { value, low, high }, paper, verdict, source }) => ({
      ...{ node: nodes.join(' '), network: '', quantity: claim, value, low, high },
      ...{ paper: paper ?? '', paper_rounding: '', paper_lies: verdict, source: source ?? '' },
    }));
  const cuts = cutflows.flatMap((one) =>
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
    others.map(async (input) =>
      (await readQuoted(input)).map(({ path, quoted: { value, low, high } }) => ({
        ...{ node: input.node, network: String(input.axes['network'] ?? ''), quantity: path, value, low, high },
        ...without,
      })),
    ),
  );
  return toCsv([...main, ...claimed, ...cuts, ...rest.flat()], columns);
}
