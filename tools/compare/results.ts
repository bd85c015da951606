// Two runs beside each other, node by node: what decided their results, then numbers, tables, figures and texts in them.
import fs from 'node:fs';
import path from 'node:path';
import { InputError } from '@jetdemon/workflow';
import { changesBetween, sideOfResult, type Change } from '../catalogue/changes.ts';
import type { Meta } from '../results/meta.ts';
import { sourcesOf } from '../store/sources.ts';
import { damageIn, listingIn, resultFolder, type Store } from '../store/store.ts';
import { changedClaims, CLAIMS, type ClaimChange } from './claims.ts';
import { movedNumbers, type Moved } from './numbers.ts';
import { changedTables, type TableChange } from './tables.ts';

/** Results of one side: node -> its provenance. */
export interface Results {
  /** As a person named it. */
  readonly name: string;
  readonly store: Store;
  readonly nodes: ReadonlyMap<string, Meta>;
}

export interface NodeDifference {
  readonly node: string;
  readonly state: 'same' | 'other result' | 'only in A' | 'only in B';
  /** What decided it; also where the result is the same all the same. */
  readonly changes: readonly Change[];
  readonly claims: readonly ClaimChange[];
  /** Those of claims are with them. */
  readonly numbers: readonly Moved[];
  readonly tables: readonly TableChange[];
  /** Files for people that differ, with the contents of each where they are pictures or text. */
  readonly shown: readonly Shown[];
  /** Any other file that differs. */
  readonly files: readonly string[];
}

export interface Shown {
  readonly file: string;
  readonly format: 'svg' | 'text';
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** @throws InputError where a result is damaged */
export async function compareResults(a: Results, b: Results): Promise<NodeDifference[]> {
  const nodes = [...new Set([...a.nodes.keys(), ...b.nodes.keys()])];
  const differences: NodeDifference[] = [];
  for (const node of nodes) {
    const [before, after] = [a.nodes.get(node), b.nodes.get(node)];
    const nothing = { node, changes: [], claims: [], numbers: [], tables: [], shown: [], files: [] };
    if (!before || !after) {
      differences.push({ ...nothing, state: before ? 'only in A' : 'only in B' });
      continue;
    }
    const sources = (code: string) => sourcesOf(a.store, code) ?? sourcesOf(b.store, code);
    const changes = changesBetween(node.split('@')[0]!, sideOfResult(before), sideOfResult(after), sources);
    if (before.result === after.result) {
      differences.push({ ...nothing, state: 'same', changes });
      continue;
    }
    differences.push({ ...nothing, state: 'other result', changes, ...(await contents(node, a, before, b, after)) });
  }
  return differences;
}

async function contents(node: string, a: Results, before: Meta, b: Results, after: Meta) {
  for (const [{ store, name }, { result }] of [
    [a, before],
    [b, after],
  ] as const) {
    const damage = damageIn(store, result);
    if (damage !== undefined) throw new InputError(`the result of ${node} in ${name} is damaged: ${damage}`);
  }
  const [was, is] = [listingIn(a.store, before.result), listingIn(b.store, after.result)];
  const files = [...new Set([...was.keys(), ...is.keys()])].filter((file) => was.get(file) !== is.get(file)).sort();
  const [one, two] = [resultFolder(a.store, before.result), resultFolder(b.store, after.result)];
  const shown = files.flatMap((file): Shown[] => {
    const format = file.endsWith('.svg') ? 'svg' : /\.(txt|md)$/.test(file) ? 'text' : undefined;
    if (!format) return [];
    const [x, y] = [one, two].map((folder) => readIfThere(path.join(folder, file)));
    return [{ file, format, before: x, after: y }];
  });
  const claims = files.includes(CLAIMS) ? changedClaims(one, two) : [];
  return {
    claims,
    numbers: movedNumbers(one, two, claims.length > 0 ? files.filter((file) => file !== CLAIMS) : files),
    tables: await changedTables(one, two, files),
    shown,
    files: files.filter((file) => !/\.(json|arrow|svg|txt|md)$/.test(file)),
  };
}

const readIfThere = (file: string) => (fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : undefined);
