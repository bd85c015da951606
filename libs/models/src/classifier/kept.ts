// A tagger kept in the folder of another result, that of an adversary trained against it: JSON, and a file beside it.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AdversaryTarget } from '@jetdemon/artifacts';
import { defaultContrast, sameContrast, type JetLayout } from '@jetdemon/data';
import { networkFile, restoreImported } from '../imported/record.ts';
import { createNetwork } from '../networks/index.ts';
import { readWeights, writeWeights } from '../networks/weights.ts';
import type { Tagger } from '../tagger.ts';
import type { Classifier } from './store.ts';

/** Writes `stem`.arrow, the weights of a network of ours, or `stem`.onnx (.keras, .h5, .zip), a network as it was brought; the rest is the JSON. */
export async function writeTagger(folder: string, stem: string, classifier: Classifier): Promise<AdversaryTarget> {
  const other = !sameContrast(classifier.contrast, defaultContrast) && { contrast: classifier.contrast };
  if ('imported' in classifier) {
    await writeFile(join(folder, networkFile(stem, classifier.imported)), classifier.bytes);
    return { imported: classifier.imported, ...other };
  }
  await writeWeights(join(folder, `${stem}.arrow`), classifier.weights);
  return { network: classifier.name, hyperparameters: { ...classifier.hyperparameters }, ...other };
}

/** @throws InputError for a file that is damaged */
export async function readTagger(
  folder: string,
  stem: string,
  kept: AdversaryTarget,
  layout: JetLayout,
): Promise<Tagger> {
  const { contrast = defaultContrast } = kept;
  if ('imported' in kept) {
    const bytes = await readFile(join(folder, networkFile(stem, kept.imported)));
    return restoreImported(bytes, kept.imported, layout, contrast);
  }
  const network = createNetwork(kept.network, layout, kept.hyperparameters);
  return { ...network, contrast, weights: await readWeights(join(folder, `${stem}.arrow`), network.shapes) };
}
