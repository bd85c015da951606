// The import of a network: read, wired as declared, tried on real jets, kept as a classifier.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ModelError, type Device } from '@jetdemon/compute';
import { contrastOf, truthOf, truths, type Contrast, type JetRows } from '@jetdemon/data';
import { auc, countPassing, rank } from '@jetdemon/statistics';
import { InputError } from '@jetdemon/workflow';
import type { Features } from './features/declaration.ts';
import type { Output } from './output-declaration.ts';
import { discriminantOf } from './output.ts';
import { jetsPerCall } from './jets-per-call.ts';
import { bytesOfNetwork, readNetwork, type ImportedNetwork, type Lambdas } from './read-network.ts';
import type { ImportedClassifier } from './record.ts';
import { outputPort, resolveFeatures, resolveOutput } from './resolve.ts';
import { importedTagger } from './tagger.ts';
import { sampleOf } from './sample.ts';
import { outputOf, requireProbabilities, tryOutput, tryTagger } from './trial.ts';
import { tryFeatures } from './try-features.ts';

export interface ImportOptions {
  /** Path of the file of the network, or of the folder of a TensorFlow.js model. */
  readonly model: string;
  /** What stands for the code of its Lambda layers. */
  readonly lambdas?: Lambdas;
  readonly features: Features;
  readonly output: Output;
  readonly contrast?: Contrast | undefined;
}

export interface Imported {
  readonly classifier: ImportedClassifier;
  /** Of the jets it was tried on; undefined where they are not of both classes. */
  readonly auc: number | undefined;
}

/**
 * The network of a file as a classifier of such jets.
 *
 * @param file of the jets, for messages
 * @throws InputError for a file that cannot be read, and whatever is missing, contradicts it or does not come out of it
 */
export async function importTagger(
  options: ImportOptions,
  jets: JetRows,
  file: string,
  device: Device,
): Promise<Imported> {
  try {
    return await imported(options, jets, file, device);
  } catch (error) {
    // What a network cannot be asked shows first when it is run.
    if (error instanceof ModelError) throw new InputError(error.message, `${options.model}:`);
    throw error;
  }
}

async function imported(
  { model, lambdas, features: asked, output: askedOutput, contrast: askedContrast }: ImportOptions,
  jets: JetRows,
  file: string,
  device: Device,
): Promise<Imported> {
  const bytes = bytesOfNetwork(model);
  const network = await readNetwork(bytes, model, lambdas);
  const { features, classes } = resolveFeatures(asked, network, jets.layout, (path) => readFileSync(path, 'utf8'));
  const port = outputPort(askedOutput, network);
  const sample = sampleOf(jets);
  if (sample.rows.length === 0) throw InputError.at({ file }, 'expected jets to try the network on, found none');
  const seen = await tryFeatures(features, sample, device);
  const numbers = outputOf(network, features, port.name, jets.layout);
  const most = jetsPerCall(numbers, network.weights, jets.layout);
  const trying = { sample, device, jetsPerCall: most };
  const answer = await tryOutput(network, features, port.name, trying);
  const output = resolveOutput(askedOutput, port, answer, classes);
  if (output.is === 'probabilities' || port.activation !== undefined)
    requireProbabilities(
      port.activation === 'log-softmax' ? Array.from(answer.data, Math.exp) : answer.data,
      output.width,
      output.independent,
      port.name,
    );
  const contrast = contrastOf(jets.layout, askedContrast ?? contrastFrom(output, jets), file);
  const wiring = { features, output, jetsPerCall: most };
  const tagger = importedTagger(network, wiring, jets.layout, contrast);
  const repadded = Object.values(features.inputs).some(({ padding }) => padding === 'any')
    ? importedTagger(network, wiring, jets.layout, contrast, 1)
    : undefined;
  const { scores, gradient, note } = await tryTagger(tagger, repadded, network.differentiable, trying);
  const notes = [...(note === undefined ? [] : [note]), ...rootsIn(network, gradient)];
  const { format, producer } = network;
  const record = {
    file: model,
    ...(format !== 'onnx' && { format }),
    sha256: createHash('sha256').update(bytes).digest('hex'),
    producer,
    ...(gradient && { gradient }),
    ...(most !== undefined && { jetsPerCall: most }),
    ...(notes.length > 0 && { notes }),
    ...(lambdas && Object.keys(lambdas).length > 0 && { lambdas }),
    features,
    output,
    tried: { jets: sample.rows.length, features: seen },
  };
  return {
    classifier: { ...tagger, ...(gradient && { gradient }), imported: record, bytes },
    auc: aucOf(scores, jets, contrast, sample.rows),
  };
}

/** What is chosen where a square root has no slope. */
function rootsIn({ roots, format }: ImportedNetwork, gradient: 'none' | undefined): string[] {
  if (roots === 0 || gradient === 'none') return [];
  const what = roots === 1 ? 'a square root' : `${roots} square roots`;
  const there = format === 'onnx' ? 'PyTorch has NaN or infinity' : 'TensorFlow has infinity or NaN';
  return [`it takes ${what} of what moves: where the argument is 0, the slope is taken as 0, where ${there}`];
}

/** The classes of the discriminant where the jets have classes of these names. */
function contrastFrom(output: Parameters<typeof namesIn>[0], { layout }: JetRows): Contrast | undefined {
  if (layout.classes.includes('background') || layout.classes.includes('signal')) return undefined;
  const { signal, background } = namesIn(output);
  return [...signal, ...background].every((name) => layout.classes.includes(name)) ? { signal, background } : undefined;
}

function namesIn({
  signal,
  classes,
  independent,
}: {
  signal: string;
  classes: readonly string[];
  independent: boolean;
}) {
  const { over, under } = discriminantOf(signal, classes, independent);
  return {
    signal: classes.filter((_, at) => over[at]! > 0),
    background: classes.filter((_, at) => over[at] === 0 && under[at]! > 0),
  };
}

function aucOf(scores: Float32Array, jets: JetRows, contrast: Contrast, rows: Int32Array): number | undefined {
  const truth = truthOf(jets, contrast);
  const label = Uint8Array.from(rows, (row) => truth[row]!);
  const both = [truths.background, truths.signal].every((one) => label.includes(one));
  const told = Array.from(label.keys()).filter((at) => label[at] !== truths.neither);
  if (!both) return undefined;
  return auc(
    countPassing(
      rank(
        Uint8Array.from(told, (at) => label[at]!),
        Float32Array.from(told, (at) => scores[at]!),
      ),
    ),
  );
}
