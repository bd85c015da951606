// A network that was trained elsewhere as a tagger: features, network, discriminant; differentiable in the jets where the
// network is.
import type { ResolvedFeatures, ResolvedOutput } from '@jetdemon/artifacts';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensors, Values } from '@jetdemon/compute';
import type { Contrast, JetLayout } from '@jetdemon/data';
import type { Tagger } from '../tagger.ts';
import { feedOf, type StandIn } from './features/feed.ts';
import { logitOf } from './output.ts';
import type { ImportedNetwork } from './read-network.ts';

/** How jets are put to a network, and what of its answer counts. */
export interface Wiring {
  readonly features: ResolvedFeatures;
  readonly output: ResolvedOutput;
  readonly gradient?: Tagger['gradient'];
  readonly jetsPerCall?: Tagger['jetsPerCall'];
}

// Names of weights are the file's own: apart from those of batches.
const prefix = 'network/';

/** @throws InputError for features that the layout does not have */
export function importedTagger(
  network: ImportedNetwork,
  { features, output, gradient, jetsPerCall }: Wiring,
  layout: JetLayout,
  contrast: Contrast,
  standIn?: StandIn,
): Tagger {
  const feed = feedOf(features, layout, standIn);
  return {
    layout,
    contrast,
    ...(gradient && { gradient }),
    ...(jetsPerCall !== undefined && { jetsPerCall }),
    weights: prefixed(network.weights),
    indices: () => ({}),
    logits(weights, { jets }) {
      const ask = (some: tf.Tensor): tf.Tensor => {
        const outputs = network.run(unprefixed(weights), cast(feed(some), network), { activated: false });
        return logitOf(outputs[output.name]!, output);
      };
      const count = jets!.shape[0]!;
      if (count <= (jetsPerCall ?? count)) return ask(jets!);
      // Where the number of jets matters, as in a step of a training, several calls make one.
      const pieces = Array.from({ length: Math.ceil(count / jetsPerCall!) }, (_, at) => {
        const start = at * jetsPerCall!;
        return ask(tf.slice(jets!, [start, 0, 0], [Math.min(jetsPerCall!, count - start), -1, -1]));
      });
      return tf.concat(pieces);
    },
  };
}

/** Inputs with the element types that the network has: masks as truth values or integers. */
export function cast(inputs: Tensors, { inputs: ports }: Pick<ImportedNetwork, 'inputs'>): Tensors {
  return Object.fromEntries(ports.map(({ name, dtype }) => [name, tf.cast(inputs[name]!, dtype)]));
}

const prefixed = (weights: Values): Values =>
  Object.fromEntries(Object.entries(weights).map(([name, value]) => [prefix + name, value]));

export const unprefixed = (weights: Tensors): Tensors =>
  Object.fromEntries(
    Object.entries(weights).flatMap(([name, tensor]) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), tensor]] : [],
    ),
  );
