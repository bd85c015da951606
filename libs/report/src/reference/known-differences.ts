// The lists of known differences, by the name that a reference gives. A list is code where its conditions need more than a
// comparison; nothing else imports it.
import { InputError, suggest } from '@jetdemon/workflow';
import type { Reference } from '@jetdemon/statistics';
import { differences as arxiv191008606 } from './arxiv-1910-08606/differences.ts';
import type { KnownDifference } from './difference.ts';

const lists: Readonly<Record<string, readonly KnownDifference[]>> = { 'arxiv-1910-08606': arxiv191008606 };

/**
 * The known differences from a reference, none where it names no list.
 *
 * @throws InputError when it names one that is not there
 */
export function differencesFrom({ differences: name }: Reference): readonly KnownDifference[] {
  if (name === undefined) return [];
  const found = lists[name];
  if (found) return found;
  throw new InputError(`differences: unknown list ${name}${suggest(name, Object.keys(lists))}`);
}
