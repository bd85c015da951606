// A trained adversary at rest: a folder of kind `adversary`.
import { join } from 'node:path';
import { adversary, type AdversaryDescription } from '@jetdemon/artifacts';
import { defaultLayout, parseLayout, sameLayout } from '@jetdemon/data';
import { readTagger, readWeights, writeTagger, writeWeights, type Classifier } from '@jetdemon/models';
import type { Values } from '@jetdemon/compute';
import type { Tensor3D } from '@tensorflow/tfjs-core';
import type { LearnedAttack } from '../loop/attack.ts';
import type { Tagger } from '@jetdemon/models';
import { box } from '../threat/box.ts';
import type { Acceptance } from './acceptance.ts';
import { frozen } from './constants.ts';
import { knownOf } from './gradient-input.ts';
import { adversaryNetwork, type AdversaryNetwork } from './network.ts';
import type { TrainedAdversary } from './train.ts';

const ABOUT = 'adversary.json';
const WEIGHTS = 'weights.arrow';
const TARGET = 'target';

/** Writes adversary.json, weights.arrow, trials.json, and target.arrow or, of an imported classifier, its network. */
export async function saveAdversary(
  folder: string,
  { network, weights, chosen, accepted, trials }: TrainedAdversary,
  target: Classifier,
  acceptance: Acceptance,
): Promise<void> {
  const { architecture, hidden, rho, inputs, layout } = network;
  const record: AdversaryDescription = {
    version: 1,
    network: { architecture, hidden, rho, inputs },
    ...(!sameLayout(layout, defaultLayout) && { layout }),
    target: await writeTagger(folder, TARGET, target),
    acceptance: { ks: { ...acceptance } },
    accepted,
    chosen: { trial: chosen.trial },
  };
  await adversary.write(folder, {
    [ABOUT]: record,
    'trials.json': trials.map((one) => ({ ...one, chosen: one === chosen })),
  });
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
  const data = await adversary.read({ folder }, ABOUT);
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
