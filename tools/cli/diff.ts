// `jetdemon diff A B`: two runs beside each other; parameters, code and versions first, then what they changed.
import fs from 'node:fs';
import { inWords, type Change } from '../catalogue/changes.ts';
import { claimInWords } from '../compare/claims.ts';
import { openOperand } from '../compare/operand.ts';
import { pageOf } from '../compare/page.ts';
import { compareResults, type NodeDifference } from '../compare/results.ts';
import { movedInWords, tableInWords } from '../compare/words.ts';

export interface DiffOptions {
  readonly root: string;
  readonly a: string;
  readonly b: string;
  readonly json: boolean;
  readonly html?: string | undefined;
  readonly failOnChange: boolean;
}

/** Numbers that are said of a node; the page and --json have all. */
const MOST_NUMBERS = 12;

export async function diff({ root, a, b, json, html, failOnChange }: DiffOptions): Promise<number> {
  const [one, two] = [openOperand(root, a), openOperand(root, b)];
  const differences = await compareResults(one, two);
  if (html !== undefined) fs.writeFileSync(html, pageOf(one, two, differences));
  if (json) console.log(JSON.stringify({ a, b, nodes: differences }, undefined, 2));
  else say(a, b, differences);
  if (html !== undefined && !json) console.log(html);
  return failOnChange && differences.some(({ state }) => state !== 'same') ? 1 : 0;
}

function say(a: string, b: string, differences: readonly NodeDifference[]): void {
  console.log(`A: ${a}, B: ${b}`);
  const said = new Set<string>();
  const causes = differences.flatMap(({ changes }) => changes.filter(({ kind }) => kind !== 'input'));
  for (const change of causes) said.add(inWords(change));
  said.forEach((words) => console.log(`  ${words}`));
  const count = (state: NodeDifference['state']) => differences.filter((one) => one.state === state).length;
  const states = (['same', 'other result', 'only in A', 'only in B'] as const).filter((state) => count(state) > 0);
  console.log(`${differences.length} nodes: ${states.map((state) => `${count(state)} ${state}`).join(', ')}`);
  for (const { node, state, changes, claims, numbers, tables, shown, files } of differences) {
    if (state === 'same') continue;
    console.log(`${node}: ${state}${why(changes)}`);
    for (const claim of claims) console.log(`  ${claim.claim}: ${claimInWords(claim)}`);
    for (const moved of numbers.slice(0, MOST_NUMBERS)) console.log(`  ${moved.where}  ${movedInWords(moved)}`);
    if (numbers.length > MOST_NUMBERS) console.log(`  and ${numbers.length - MOST_NUMBERS} numbers more`);
    for (const table of tables) console.log(`  ${table.file}  ${tableInWords(table)}`);
    for (const file of [...shown.map((one) => one.file), ...files]) console.log(`  ${file}  differs`);
  }
}

function why(changes: readonly Change[]): string {
  const inputs = changes.flatMap(({ kind, what }) => (kind === 'input' ? [what] : []));
  return inputs.length > 0 ? `, from ${inputs.join(', ')}` : '';
}
