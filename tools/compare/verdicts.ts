// Judgement of results against a lock: the same bits, within the tolerance that each task declares, or different.
import type { Tasks, Tolerance } from '@jetdemon/workflow';
import { toleranceOf, type Lock, type LockedNode, type LockedNumber } from './lock-file.ts';
import { isQuoted } from './numbers.ts';

export interface FarNumber {
  /** `metrics.json auc`; undefined on one side where it is not there. */
  readonly where: string;
  readonly locked: LockedNumber | undefined;
  readonly found: LockedNumber | undefined;
  readonly allowed: Tolerance[string];
}

export interface Verdict {
  readonly node: string;
  readonly verdict: 'same bits' | 'within tolerance' | 'different' | 'not there' | 'not locked';
  /** Why, in words; none for the same bits. */
  readonly note?: string;
  /** Numbers beyond their tolerance. */
  readonly far: readonly FarNumber[];
}

/**
 * Node by node: those of the lock in its order, in which inputs come first, then those that it does not have.
 *
 * @param found what each node has now
 */
export function judge(lock: Lock, found: ReadonlyMap<string, LockedNode>, tasks: Tasks): Verdict[] {
  const verdicts = new Map<string, Verdict>();
  const say = (node: string, verdict: Verdict['verdict'], note?: string, far: readonly FarNumber[] = []) =>
    verdicts.set(node, { node, verdict, ...(note === undefined ? {} : { note }), far });
  for (const [node, locked] of Object.entries(lock.nodes)) {
    const now = found.get(node);
    if (!now) {
      say(node, 'not there');
      continue;
    }
    if (now.result === locked.result) {
      say(node, 'same bits');
      continue;
    }
    const tolerance = tasks[now.task]?.tolerance;
    const far = farNumbers(locked, now, tolerance ?? {});
    const numbers = Object.keys({ ...locked.numbers, ...now.numbers }).length;
    const otherInputs = now.inputs.filter((input) => found.get(input)?.result !== lock.nodes[input]?.result);
    const otherwise = now.recipe === locked.recipe ? '' : '; asked for otherwise: parameters, code or versions changed';
    if (far.length > 0)
      say(node, 'different', `${far.length} of ${numbers} numbers are beyond tolerance${otherwise}`, far);
    else if (numbers > 0)
      say(node, 'within tolerance', `${numbers} ${numbers === 1 ? 'number' : 'numbers'}${otherwise}`);
    else if (otherwise !== '') say(node, 'different', `other bits, no numbers to compare${otherwise}`);
    else if (otherInputs.length === 0 && !tolerance) say(node, 'different', 'other bits of the same inputs');
    else if (otherInputs.some((input) => !isFine(verdicts.get(input))))
      say(node, 'different', `other bits, of ${otherInputs.join(', ')}`);
    else
      say(
        node,
        'within tolerance',
        otherInputs.length > 0
          ? `other bits, of ${otherInputs.join(', ')}: ${uncompared}`
          : `other bits, which its task lets be: ${uncompared}`,
      );
  }
  for (const node of found.keys()) if (!Object.hasOwn(lock.nodes, node)) say(node, 'not locked');
  return [...verdicts.values()];
}

const uncompared = 'no numbers to compare, those of what is made of it tell';

export const isFine = (one: Verdict | undefined) => one?.verdict === 'same bits' || one?.verdict === 'within tolerance';

function farNumbers(locked: LockedNode, now: LockedNode, tolerance: Tolerance): FarNumber[] {
  const names = [...new Set([...Object.keys(locked.numbers), ...Object.keys(now.numbers)])];
  return names.flatMap((where) => {
    const [before, after] = [locked.numbers[where], now.numbers[where]];
    const allowed = toleranceOf(tolerance, where) ?? 0;
    if (before !== undefined && after !== undefined && isWithin(before, after, allowed)) return [];
    return [{ where, locked: before, found: after, allowed }];
  });
}

/** A number without an interval has to be the very same where 'interval' is all that is allowed. */
export function isWithin(before: LockedNumber, after: LockedNumber, allowed: Tolerance[string]): boolean {
  if (isQuoted(before) !== isQuoted(after)) return false;
  const [a, b] = [before, after].map((one) => (isQuoted(one) ? one.value : one)) as [number, number];
  if (allowed === 'interval') return isQuoted(before) ? b >= before.low && b <= before.high : a === b;
  return Math.abs(b - a) <= allowed * Math.abs(a);
}
