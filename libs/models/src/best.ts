// The best of several classifiers, copied as it is.
import { InputError, type Input } from '@jetdemon/workflow';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { filesOf, readDescription } from './classifier.ts';

export interface Best {
  /** Full name of the node that trained it. */
  readonly node: string;
  readonly epoch: number;
  readonly validationAuc: number;
  /** How many there were. */
  readonly of: number;
}

/**
 * Copies the classifier of the highest validation AUC, the first of equals, to `output`.
 *
 * @throws InputError when there is none to choose from
 */
export async function copyBest(classifiers: readonly Input[], output: string): Promise<Best> {
  const all = await Promise.all(
    classifiers.map(async (input) => ({ input, about: await readDescription(input.folder) })),
  );
  const [first, ...others] = all;
  if (!first) throw new InputError('classifiers: expected at least one classifier, found none');
  const auc = ({ about }: typeof first) => about.best.validationAuc;
  const { input, about } = others.reduce((best, other) => (auc(other) > auc(best) ? other : best), first);
  for (const file of filesOf(about)) await copyFile(join(input.folder, file), join(output, file));
  return { node: input.node, ...about.best, of: all.length };
}
