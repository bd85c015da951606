// A classifier as a portable ONNX model: jets in, probability out, what they are in its metadata.
import { exportOnnx, type Values } from '@jetdemon/compute';
import * as tf from '@tensorflow/tfjs-core';
import type { Network } from '../networks/network.ts';

/**
 * ONNX bytes of P(signal): input `jets [batch, 64, 3]` as the paper feeds them, output `probability [batch]` in [0, 1],
 * any number of jets. Observables, centring and input scales are inside; its metadata documents the input.
 */
export async function toOnnx(network: Network, weights: Values): Promise<Uint8Array> {
  return exportOnnx((inputs) => ({ probability: tf.sigmoid(network.logits(inputs, inputs)) }), {
    inputs: { jets: { shape: ['batch', 64, 3], dtype: 'float32' } },
    weights,
    metadata: {
      network: network.name,
      hyperparameters: JSON.stringify(network.hyperparameters),
      input:
        'jets [batch, 64, 3]: constituents in descending pT; last axis pT [TeV], pseudorapidity, azimuth [rad]; ' +
        'fewer than 64 are padded with zeros, pT = 0 marks padding',
      output: 'probability [batch]: P(signal), 0 background (dijet), 1 signal (Z to quarks)',
    },
  });
}
