// The best of several classifiers, copied as it is.
import { InputError, type Input } from '@jetdemon/workflow';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { filesOf, readDescription } from './store.ts';

export interface Best {
  /** Full name of the node that trained it. */
  readonly node: string;
  readonly epoch: number;
  readonly validationAuc: number;
  /** Of every classifier, the best first. */
  readonly ranking: readonly { readonly node: string; readonly validationAuc: number }[];
}

/**
 * Copies the classifier of the highest validation AUC, the first of equals, to `output`.
 *
 * @throws InputError when there is none to choose from
 */
export async function copyBest(classifiers: readonly Input[], output: string): Promise<Best> {
  const described = await Promise.all(
    classifiers.map(async (input) => ({ input, about: await readDescription(input.folder) })),
  );
  const ranked = described.sort((a, b) => b.about.best.validationAuc - a.about.best.validationAuc);
  const [first] = ranked;
  if (!first) throw new InputError('classifiers: expected at least one classifier, found none');
  const { input, about } = first;
  for (const file of filesOf(about)) await copyFile(join(input.folder, file), join(output, file));
  const ranking = ranked.map((one) => ({ node: one.input.node, validationAuc: one.about.best.validationAuc }));
  return { node: input.node, ...about.best, ranking };
}
