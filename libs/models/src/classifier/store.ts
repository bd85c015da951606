// A classifier at rest: a folder of kind `classifier`. One trained here has ONNX for use anywhere, weights to go on with and
// its history; of an imported one the network as it was brought, and how jets are put to it.
import {
  defaultContrast,
  defaultLayout,
  parseLayout,
  sameContrast,
  sameLayout,
  type Contrast,
  type JetLayout,
} from '@jetdemon/data';
import type { Tagger } from '../tagger.ts';
import { classifier as kind, type ImportedDescription, type TrainedDescription } from '@jetdemon/artifacts';
import { InputError, rowsOfTable } from '@jetdemon/workflow';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Certificate } from '../certificate/certificate.ts';
import { createNetwork } from '../networks/index.ts';
import { networkNames } from '../networks/hyperparameters.ts';
import type { Network } from '../networks/network.ts';
import { networkFile, restoreImported, type ImportedClassifier } from '../imported/record.ts';
import { seenNothing, writeSeen, type Seen } from './seen.ts';
import { toOnnx } from './onnx.ts';
import type { Epoch } from '../training/checkpoint.ts';
import type { Trained } from '../training/train.ts';
import { readWeights, writeWeights } from '../networks/weights.ts';

/** A network with the weights it was trained to. */
export interface TrainedClassifier extends Network, Tagger {
  /** The epoch that the weights are of, and how good it was on the validation jets. */
  readonly epoch: number;
  readonly validationAuc: number;
}

export type Classifier = TrainedClassifier | ImportedClassifier;

type WithLayout<About> = Omit<About, 'layout'> & { readonly layout: JetLayout };

/** What classifier.json holds of a network that was trained here, and of which layout the jets are. */
export type Description = WithLayout<TrainedDescription>;
type AnyDescription = Description | WithLayout<ImportedDescription>;

const DESCRIPTION = 'classifier.json';
const STEM = 'classifier';
const NETWORK = `${STEM}.onnx`;
const snapshotFile = (epoch: number) => `snapshot-${epoch}.arrow`;

/** Writes classifier.onnx, classifier.json, weights.arrow, seen.arrow, history.arrow and one file per snapshot. */
export async function saveClassifier(
  folder: string,
  { network, best, history, snapshots }: Trained,
  {
    contrast = defaultContrast,
    seen = seenNothing,
  }: { readonly contrast?: Contrast; readonly seen?: Seen | AsyncIterable<Seen> } = {},
): Promise<void> {
  const aucOf = (epoch: number) => history[epoch - 1]!.validationAuc;
  const { name, layout, hyperparameters, shapes } = network;
  const about: TrainedDescription = {
    version: 1,
    network: name,
    ...(!sameLayout(layout, defaultLayout) && { layout }),
    ...(!sameContrast(contrast, defaultContrast) && { contrast }),
    hyperparameters,
    shapes,
    ...(network.certificate && { certificate: network.certificate(best.weights) }),
    best: { epoch: best.epoch, validationAuc: aucOf(best.epoch) },
    snapshots: snapshots.map(({ epoch }) => ({ epoch, validationAuc: aucOf(epoch), file: snapshotFile(epoch) })),
  };
  await kind.write(folder, { [DESCRIPTION]: about, 'history.arrow': tableOf(history) });
  await writeWeights(join(folder, 'weights.arrow'), best.weights);
  for (const { epoch, weights } of snapshots) await writeWeights(join(folder, snapshotFile(epoch)), weights);
  await writeSeen(folder, seen);
  await writeFile(join(folder, NETWORK), await toOnnx(network, best.weights, contrast));
}

/** Writes the network as it was brought (classifier.onnx, .keras, .h5 or .zip), classifier.json and seen.arrow. */
export async function saveImported(folder: string, classifier: ImportedClassifier, seen: Seen): Promise<void> {
  const { layout, contrast, imported: record, bytes } = classifier;
  const about: ImportedDescription = { version: 1, layout, contrast, imported: record };
  await kind.write(folder, { [DESCRIPTION]: about });
  await writeFile(join(folder, networkFile(STEM, record)), bytes);
  await writeSeen(folder, seen);
}

/**
 * What a classifier's folder says of it, of one that was trained here.
 *
 * @throws InputError for a description that is missing or damaged, and for an imported classifier
 */
export async function readDescription(folder: string): Promise<Description> {
  const about = await readAny(folder);
  if ('network' in about) return about;
  const found = `found ${about.imported.file}, which was imported and has no epochs`;
  throw InputError.at({ file: join(folder, DESCRIPTION) }, `expected a classifier that was trained here, ${found}`);
}

async function readAny(folder: string): Promise<AnyDescription> {
  const file = join(folder, DESCRIPTION);
  const about = await kind.read({ folder }, DESCRIPTION);
  if ('network' in about && !networkNames.some((name) => name === about.network))
    throw InputError.at({ file }, `network: expected one of ${networkNames.join(', ')}, found ${about.network}`);
  return { ...about, layout: about.layout === undefined ? defaultLayout : parseLayout(about.layout, file) };
}

/** Every file of the folder of a trained classifier. */
export function filesOf({ snapshots }: Description): string[] {
  return [NETWORK, DESCRIPTION, 'weights.arrow', 'seen.arrow', 'history.arrow', ...snapshots.map(({ file }) => file)];
}

/**
 * The classifier of a folder, trained here, with the weights of its best epoch, or imported.
 *
 * @throws InputError for a folder that is damaged
 * @example const { weights, logits } = await loadClassifier(inputs.classifier.folder);
 */
export async function loadClassifier(folder: string): Promise<Classifier> {
  const about = await readAny(folder);
  if ('network' in about) return restoreTrained(folder, about);
  const { imported: record, layout, contrast = defaultContrast } = about;
  return restoreImported(await readFile(join(folder, networkFile(STEM, record))), record, layout, contrast);
}

/**
 * A classifier that was trained here, with the weights of its best epoch, or those of a snapshot.
 *
 * @throws InputError for a folder that is damaged, holds no such snapshot, or an imported classifier
 */
export async function loadTrained(
  folder: string,
  { snapshot }: { readonly snapshot?: number } = {},
): Promise<TrainedClassifier> {
  return restoreTrained(folder, await readDescription(folder), snapshot);
}

async function restoreTrained(folder: string, about: Description, snapshot?: number): Promise<TrainedClassifier> {
  const network = createNetwork(about.network, about.layout, about.hyperparameters);
  const { contrast = defaultContrast } = about;
  if (snapshot === undefined) {
    const weights = await readWeights(join(folder, 'weights.arrow'), network.shapes);
    checkCertificate(about, network.certificate?.(weights), join(folder, DESCRIPTION));
    return { ...network, ...about.best, contrast, weights };
  }
  const found = about.snapshots.find(({ epoch }) => epoch === snapshot);
  if (!found) {
    const epochs = about.snapshots.map(({ epoch }) => epoch).join(', ') || 'none';
    throw new InputError(`expected a snapshot of epoch ${snapshot}, found ${epochs}`, `${join(folder, DESCRIPTION)}:`);
  }
  const { epoch, validationAuc } = found;
  const weights = await readWeights(join(folder, snapshotFile(epoch)), network.shapes);
  return { ...network, epoch, validationAuc, contrast, weights };
}

/** A certificate is there where the network has one, and says no less than its weights do. */
function checkCertificate({ certificate }: Description, found: Certificate | undefined, file: string): void {
  if (!certificate && !found) return;
  const inWords = (one?: Certificate) => (one ? `slope ${one.slope} and logPt ${one.logPt}` : 'none');
  if (certificate && found && certificate.slope >= found.slope * (1 - 1e-9) && certificate.logPt === found.logPt)
    return;
  const message = `certificate: expected that of the weights, ${inWords(found)}, found ${inWords(certificate)}`;
  throw InputError.at({ file }, message);
}

/** The history of a classifier's training, epoch by epoch. */
export async function readHistory(folder: string): Promise<Epoch[]> {
  return rowsOfTable(await kind.read({ folder }, 'history.arrow')).map((row) => ({
    epoch: row.epoch,
    trainingLoss: row.training_loss,
    validationLoss: row.validation_loss,
    validationAuc: row.validation_auc,
  }));
}

const tableOf = (history: readonly Epoch[]) => ({
  epoch: Int32Array.from(history, ({ epoch }) => epoch),
  training_loss: Float64Array.from(history, ({ trainingLoss }) => trainingLoss),
  validation_loss: Float64Array.from(history, ({ validationLoss }) => validationLoss),
  validation_auc: Float64Array.from(history, ({ validationAuc }) => validationAuc),
});
