// A trained adversary at rest: a folder of kind `adversary`.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { defaultLayout, parseLayout, sameLayout } from '@jetdemon/data';
import { keptTagger, readTagger, readWeights, writeTagger, writeWeights, type Classifier } from '@jetdemon/models';
import { InputError } from '@jetdemon/workflow';
import type { Values } from '@jetdemon/compute';
import type { Tensor3D } from '@tensorflow/tfjs-core';
import { z } from 'zod';
import type { LearnedAttack } from '../loop/attack.ts';
import type { Tagger } from '@jetdemon/models';
import { box } from '../threat/box.ts';
import type { Acceptance } from './acceptance.ts';
import { frozen } from './constants.ts';
import { knownOf } from './gradient-input.ts';
import { architectures, adversaryInputs } from './names.ts';
import { adversaryNetwork, type AdversaryNetwork } from './network.ts';
import type { TrainedAdversary } from './train.ts';

const ABOUT = 'adversary.json';
const WEIGHTS = 'weights.arrow';
const TARGET = 'target';

const scale = z.number().min(0).lt(1);

const about = z.object({
  version: z.literal(1),
  network: z.object({
    architecture: z.enum(architectures).default('dense'),
    hidden: z.array(z.int().min(1)).min(1),
    rho: z.object({ pt: scale, eta: scale, phi: scale }),
    inputs: z.enum(adversaryInputs),
  }),
  /** Of the jets that it was trained on; the default one where it is not stated. */
  layout: z.unknown().optional(),
  target: keptTagger,
  acceptance: z.object({ ks: z.record(z.string(), z.number()) }),
  accepted: z.boolean(),
  chosen: z.object({ trial: z.int() }),
});

/** Writes adversary.json, weights.arrow, trials.json, and target.arrow or, of an imported classifier, target.onnx. */
export async function saveAdversary(
  folder: string,
  { network, weights, chosen, accepted, trials }: TrainedAdversary,
  target: Classifier,
  acceptance: Acceptance,
): Promise<void> {
  const { architecture, hidden, rho, inputs, layout } = network;
  const record: z.input<typeof about> = {
    version: 1,
    network: { architecture, hidden: [...hidden], rho, inputs },
    ...(!sameLayout(layout, defaultLayout) && { layout }),
    target: await writeTagger(folder, TARGET, target),
    acceptance: { ks: { ...acceptance } },
    accepted,
    chosen: { trial: chosen.trial },
  };
  await writeJson(join(folder, ABOUT), record);
  await writeJson(
    join(folder, 'trials.json'),
    trials.map((one) => ({ ...one, chosen: one === chosen })),
  );
  await writeWeights(join(folder, WEIGHTS), weights);
}

export interface Adversary {
  readonly network: AdversaryNetwork;
  readonly weights: Values;
  /** The classifier that it was trained against. */
  readonly target: Tagger;
  readonly accepted: boolean;
}

/**
 * The adversary of a folder.
 *
 * @throws InputError for a folder that is damaged
 */
export async function loadAdversary(folder: string): Promise<Adversary> {
  const file = join(folder, ABOUT);
  let json: unknown;
  try {
    json = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw new InputError(`expected an adversary, found ${(error as Error).message}`, `${file}:`);
  }
  const { data, error } = about.safeParse(json);
  if (!data) {
    const [issue] = error.issues;
    throw new InputError(`${issue!.path.join('.') || 'top level'}: ${issue!.message}`, `${file}:`);
  }
  const layout = data.layout === undefined ? defaultLayout : parseLayout(data.layout, file);
  const network = adversaryNetwork(data.network, layout);
  return {
    network,
    weights: await readWeights(join(folder, WEIGHTS), network.shapes),
    target: await readTagger(folder, TARGET, data.target, layout),
    accepted: data.accepted,
  };
}

/** The adversary as an attack on any jets: one application of g, §III.B of arXiv:1910.08606. */
export function applied({
  network,
  weights,
  target,
}: Pick<Adversary, 'network' | 'weights' | 'target'>): LearnedAttack {
  const known = (jets: Tensor3D) =>
    network.inputs === 'jet+gradient' ? knownOf(target, frozen(target.weights), { jets }) : undefined;
  return {
    needs: 'nothing',
    layout: network.layout,
    iterations: 1,
    directionOf: 'current',
    weights,
    direction: (tensors, jets) => network.bounded(network.moves(tensors, { jets }, known(jets))),
    threat: box(network.rho),
  };
}

function writeJson(file: string, value: unknown): Promise<void> {
  return writeFile(file, `${JSON.stringify(value, null, 2)}\n`);
}
