// Claims as they are written in a workflow, answered from results.
import { InputError } from '@jetdemon/workflow';
import { claimedNumber, type Artefact, type ClaimedNumber } from './number.ts';
import { hasInterval, type ClaimResult, type Claims } from '@jetdemon/artifacts';
import { judge, type Expectation } from './verdict.ts';
import { plain } from './format.ts';
import { ofOneTraining } from './text.ts';

/** One claim as the workflow has it. */
export interface Claim {
  readonly claim: string;
  readonly number: ClaimedNumber;
  readonly expect: Expectation;
  readonly paper: number | string | null;
  readonly percent: boolean;
  readonly source?: string | undefined;
}

/**
 * The number of each claim with its interval, and the verdict.
 *
 * @param average axes whose points are averaged over where a claim does not name one
 * @throws InputError naming the claim whose number is not there
 */
export function measureClaims(
  claims: readonly Claim[],
  artefacts: readonly Artefact[],
  { average }: { readonly average: readonly string[] },
): Claims {
  const interval = contentOf(artefacts);
  const results = claims.map(({ claim, number: wanted, expect, paper, percent, source }, at): ClaimResult => {
    const where = `claims.${at} (${claim})`;
    const { number, nodes, trainings } = claimedNumber(wanted, artefacts, { average, interval, where });
    return {
      claim,
      number,
      percent,
      expected: inWords(expect, percent),
      paper: typeof paper === 'number' ? plain(paper, { percent }) : paper,
      source: source ?? null,
      verdict: judge(number, expect),
      nodes,
      trainings,
    };
  });
  return {
    claims: results,
    interval,
    description:
      `confirmed: the whole interval (${plain(interval, { percent: true })}) is as the claim says; not confirmed: none of ` +
      'it is; undecided: a part. Differences and ratios of numbers of the same jets are taken in each bootstrap replica, errors of training ' +
      'seeds added in quadrature; others add errors in quadrature' +
      (results.every(({ number }) => hasInterval(number))
        ? ''
        : '; a number without an interval is judged as it is, of these jets alone') +
      (results.some(({ trainings }) => trainings === 1) ? `; ${ofOneTraining(results)}` : ''),
  };
}

function inWords({ above, below, between }: Expectation, percent: boolean): string {
  if (between) return between.map((end) => plain(end, { percent })).join(' to ');
  return above !== undefined ? `above ${plain(above, { percent })}` : `below ${plain(below!, { percent })}`;
}

/** Probability content of the intervals, which every result that states one must share; 0.68 where none does. */
function contentOf(artefacts: readonly Artefact[]): number {
  const stated = artefacts.flatMap(({ input, metrics }) => {
    const { convention } = metrics as { convention?: { interval?: unknown } };
    return typeof convention?.interval === 'number' ? [{ node: input.node, interval: convention.interval }] : [];
  });
  const [first] = stated;
  const other = stated.find(({ interval }) => interval !== first!.interval);
  if (first && other) {
    const found = `found ${other.interval}`;
    throw InputError.at({ node: other.node }, `expected intervals of ${first.interval} as in ${first.node}, ${found}`);
  }
  return first?.interval ?? 0.68;
}
