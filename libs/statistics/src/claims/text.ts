// The claims as a table of plain text, for the end of a run in a terminal.
import type { ClaimResult, Claims, Verdict } from '@jetdemon/artifacts';
import { plain, withInterval } from './format.ts';

const WIDTH = 116;
const GAP = '  ';
/** Longest lines of the paper's number; the claim takes what is left, but no less than this. */
const PAPER = 24;
const CLAIM = 30;

/** One block per claim, wrapped at words, and the number of each verdict. */
export function claimsText({ claims, interval }: Claims): string {
  const head = ['claim', `here [${plain(interval, { percent: true })} interval]`, 'expected', 'paper', 'verdict'];
  const rows = claims.map(({ claim, number, percent, expected, paper, verdict }) => [
    [claim],
    [withInterval(number, { percent })],
    [expected],
    wrap(paper ?? '-', PAPER),
    [verdict],
  ]);
  const table = [head.map((cell) => [cell]), ...rows];
  const widths = head.map((_, at) => Math.max(...table.flatMap((cells) => cells[at]!.map(({ length }) => length))));
  const others = widths.slice(1).reduce((sum, width) => sum + GAP.length + width, 0);
  widths[0] = Math.min(widths[0]!, Math.max(WIDTH - others, CLAIM));
  const lines = table.map(([[claim = ''] = [], ...rest]) => block([wrap(claim, widths[0]!), ...rest], widths));
  const rule = widths.map((width) => '-'.repeat(width)).join(GAP);
  return `${[...lines[0]!, rule, ...lines.slice(1).flat(), '', summary(claims)].join('\n')}\n`;
}

function summary(claims: readonly ClaimResult[]): string {
  const verdicts: readonly Verdict[] = ['confirmed', 'not confirmed', 'undecided'];
  const counts = verdicts.map((verdict) => `${claims.filter((one) => one.verdict === verdict).length} ${verdict}`);
  const caveat = claims.some(({ trainings }) => trainings === 1) ? `;\n${ofOneTraining(claims)}` : '';
  return `${claims.length} ${claims.length === 1 ? 'claim' : 'claims'}: ${counts.join(', ')}${caveat}`;
}

/** What the intervals of claims that rest on one training leave out. */
export function ofOneTraining(claims: readonly Pick<ClaimResult, 'trainings'>[]): string {
  const count = claims.filter(({ trainings }) => trainings === 1).length;
  const which = count === claims.length ? 'each of one training' : `${count} of one training`;
  return `${which}: how far another would be from it is not in the intervals`;
}

/** The lines of one row, whose cells are lines. */
function block(cells: readonly (readonly string[])[], widths: readonly number[]): string[] {
  const height = Math.max(...cells.map(({ length }) => length));
  const lineOf = (line: number) => cells.map((cell, at) => (cell[line] ?? '').padEnd(widths[at]!)).join(GAP);
  return Array.from({ length: height }, (_, line) => lineOf(line).trimEnd());
}

/** Words in lines of at most `width`; a longer word stands by itself. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
