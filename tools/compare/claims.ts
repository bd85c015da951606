// Claims of two results beside each other: which have another verdict or another number.
import fs from 'node:fs';
import path from 'node:path';
import { claims, type ClaimResult } from '@jetdemon/artifacts';
import { isQuoted, sigmasBetween, type Moved } from './numbers.ts';
import { movedInWords } from './words.ts';

export const CLAIMS = 'claims.json';

export interface ClaimChange {
  readonly claim: string;
  /** Undefined where that side has no such claim. */
  readonly before: Judged | undefined;
  readonly after: Judged | undefined;
  readonly sigmas?: number;
}

type Judged = Pick<ClaimResult, 'verdict' | 'number'>;

/** Claims, by their words, that are not the same in the claims.json of two folders; none where one has none. */
export function changedClaims(before: string, after: string): ClaimChange[] {
  const [was, is] = [readClaims(before), readClaims(after)];
  if (!was || !is) return [];
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((claim): ClaimChange[] => {
    const [a, b] = [was.get(claim), is.get(claim)];
    if (JSON.stringify(a) === JSON.stringify(b)) return [];
    const sigmas = isQuoted(a?.number) && isQuoted(b?.number) ? sigmasBetween(a.number, b.number) : undefined;
    return [{ claim, before: a, after: b, ...(sigmas === undefined ? {} : { sigmas }) }];
  });
}

/** `confirmed → undecided: 0.2 (+0.1 −0.1) → 0.1 (+0.1 −0.1), −0.7 σ` */
export function claimInWords({ before, after, sigmas }: ClaimChange): string {
  const verdicts = [before, after].map((one) => one?.verdict ?? 'not there');
  const verdict = verdicts[0] === verdicts[1] ? verdicts[0]! : verdicts.join(' → ');
  const moved: Moved = { where: '', before: before?.number, after: after?.number };
  return `${verdict}: ${movedInWords({ ...moved, ...(sigmas === undefined ? {} : { sigmas }) })}`;
}

function readClaims(folder: string): Map<string, Judged> | undefined {
  try {
    const text = fs.readFileSync(path.join(folder, CLAIMS), 'utf8');
    const found = claims.files[CLAIMS].schema.safeParse(JSON.parse(text));
    return found.success
      ? new Map(found.data.claims.map(({ claim, verdict, number }) => [claim, { verdict, number }]))
      : undefined;
  } catch {
    return undefined; // one of the two has none, which is said of the file
  }
}
