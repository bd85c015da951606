// Training of a classifier on files of split jets, into a folder of kind `classifier`. One file is opened once; of several, each
// in its turn.
import { join } from 'node:path';
import { deviceOf } from '@jetdemon/compute';
import {
  contrastOf,
  openJets,
  rowsOf,
  rowsOfBoth,
  sameLayout,
  underContrast,
  type Contrast,
  type JetLayout,
} from '@jetdemon/data';
import { InputError, type InputPorts, type TaskContext } from '@jetdemon/workflow';
import { seenIn, type Seen } from '../classifier/seen.ts';
import { saveClassifier } from '../classifier/store.ts';
import { fedRaw, widthsOf, type InputScales, type NetworkName } from '../networks/hyperparameters.ts';
import { createNetwork } from '../networks/index.ts';
import { decorrelation, requirePositiveWeights } from './decorrelation.ts';
import type { TrainingData } from './parts.ts';
import { Standardiser } from './standardise.ts';
import { joined, type Terms } from './terms.ts';
import { train, type TrainingOptions } from './train.ts';

export interface FilesTraining extends Omit<TrainingOptions, 'terms'> {
  readonly network: NetworkName;
  readonly widths: Parameters<typeof widthsOf>[1];
  readonly width?: number | undefined;
  readonly depth?: number | undefined;
  /** Of the constituents, that a pfn takes beside their momenta. */
  readonly features: readonly string[];
  /** Raw: TeV and radians as they are. */
  readonly inputs: InputScales;
  readonly contrast?: Contrast | undefined;
  /** λ of the decorrelation from the mass; 0, none, by default. */
  readonly decorrelation?: number;
}

/** What more to lower, for jets of a layout. */
type TermsFor = (layout: JetLayout) => Terms;

type Context = Pick<
  TaskContext<FilesTraining, InputPorts>,
  'params' | 'output' | 'scratch' | 'key' | 'device' | 'progress' | 'record'
>;

interface Opened {
  readonly data: TrainingData;
  readonly layout: JetLayout;
  readonly contrast: Contrast;
  close(): void;
}

/**
 * @param files of jets of one layout
 * @param termsFor what more to lower than the cross-entropy
 * @throws InputError for no file, files of other layouts, features that a network does not take, and what `train` refuses
 */
export async function trainOnFiles(files: readonly string[], context: Context, termsFor?: TermsFor): Promise<void> {
  const [file, ...others] = files;
  if (file === undefined) throw new InputError('expected at least one part, found none', 'parts:');
  if (others.length > 0) return trainOn(files.map((one) => () => open(one, context)), context, termsFor); // prettier-ignore
  const opened = await open(file, context);
  try {
    await trainOn([() => Promise.resolve({ ...opened, close: () => {} })], context, termsFor);
  } finally {
    opened.close();
  }
}

async function trainOn(
  openers: readonly (() => Promise<Opened>)[],
  context: Context,
  termsFor?: TermsFor,
): Promise<void> {
  const { params, output, scratch, key, progress } = context;
  const { network: name, widths, features, inputs } = params;
  if (features.length > 0 && name !== 'pfn')
    throw new InputError(`features: expected network pfn, which takes them, found ${name}`);
  if (inputs === 'raw' && !fedRaw.includes(name))
    throw new InputError(`inputs: expected a network that can be fed raw (${fedRaw.join(', ')}), found ${name}`);
  const { decorrelation: lambda = 0, weighted = false } = params;
  const standardiser = new Standardiser(features);
  let about: Pick<Opened, 'layout' | 'contrast'> | undefined;
  for await (const { data, layout, contrast } of eachOf(openers)) {
    about ??= { layout, contrast };
    if (!sameLayout(about.layout, layout))
      throw InputError.at({ file: data.file }, 'expected jets of the layout of the first part, found another one');
    if (lambda > 0 && weighted) requirePositiveWeights(data);
    standardiser.add(data.jets, data.train, data.file);
  }
  const { layout, contrast } = about!;
  const device = await deviceOf(context);
  const network = createNetwork(name, layout, {
    ...widthsOf(name, widths, params),
    ...(features.length > 0 && { features: standardiser.features() }),
    ...(inputs === 'raw' && { inputs }),
  });
  const parts = openers.map((open) => ({ open }));
  const terms = joined([
    ...(lambda > 0 ? [decorrelation(lambda, layout)] : []),
    ...(termsFor ? [termsFor(layout)] : []),
  ]);
  const trained = await train(network, parts, { device, key, scratch, progress }, { ...params, terms });
  await saveClassifier(output, trained, { contrast, seen: await seenInParts(openers) });
}

/** One part after the other, each closed before the next. */
async function* eachOf(openers: readonly (() => Promise<Opened>)[]): AsyncGenerator<Opened, void, undefined> {
  for (const open of openers) {
    const opened = await open();
    try {
      yield opened;
    } finally {
      opened.close();
    }
  }
}

const seenOf = ({ data: { jets, train, validation } }: Opened) => seenIn(jets, train, validation);

/** As a whole of one part, part by part of several. */
async function seenInParts(openers: readonly (() => Promise<Opened>)[]): Promise<Seen | AsyncIterable<Seen>> {
  if (openers.length === 1) return seenOf(await openers[0]!());
  return (async function* () {
    for await (const opened of eachOf(openers)) yield seenOf(opened);
  })();
}

async function open(file: string, { params, scratch }: Context): Promise<Opened> {
  const { jets, close } = await openJets(file, { scratch: join(scratch, 'jets.padded') });
  try {
    const contrast = contrastOf(jets.layout, params.contrast, file);
    const under = underContrast(jets, contrast);
    const [train, validation] = (['train', 'validation'] as const).map((partition) =>
      rowsOfBoth(under, rowsOf(jets, partition)),
    );
    const { layout } = jets;
    const data = { jets: under, train: train!, validation: validation!, file, classes: layout.classes };
    return { data, layout, contrast, close };
  } catch (error) {
    close();
    throw error;
  }
}
