// A classifier as a portable ONNX model: jets in, probability out, what they are in its metadata.
import { exportOnnx, type Values } from '@jetdemon/compute';
import * as tf from '@tensorflow/tfjs-core';
import { defaultContrast, sameContrast, type Contrast } from '@jetdemon/data';
import type { Network } from '../networks/network.ts';

const quantities = { pt: 'pT', eta: 'pseudorapidity', rapidity: 'rapidity', phi: 'azimuth', mass: 'mass' } as const;

/**
 * ONNX bytes of P(signal): input `jets [batch, constituents, features]` in the network's layout, output
 * `probability [batch]` in [0, 1], any number of jets. Observables, centring and input scales are inside; its metadata documents the input.
 */
export async function toOnnx(network: Network, weights: Values, contrast = defaultContrast): Promise<Uint8Array> {
  const { constituents, features } = network.layout;
  const last = features.map(({ name, unit, role }) => `${role ? quantities[role] : name}${unitOf(unit, role)}`);
  return exportOnnx((inputs) => ({ probability: tf.sigmoid(network.logits(inputs, inputs)) }), {
    inputs: { jets: { shape: ['batch', constituents, features.length], dtype: 'float32' } },
    weights,
    metadata: {
      network: network.name,
      hyperparameters: JSON.stringify(network.hyperparameters),
      input:
        `jets [batch, ${constituents}, ${features.length}]: constituents in descending pT; last axis ${last.join(', ')}; ` +
        `fewer than ${constituents} are padded with zeros, pT = 0 marks padding`,
      output: `probability [batch]: P(signal), ${sidesOf(contrast)}`,
    },
  });
}

const unitOf = (unit: string, role: string | undefined) => (unit === '1' || role === 'eta' ? '' : ` [${unit}]`);

function sidesOf(contrast: Contrast): string {
  if (sameContrast(contrast, defaultContrast)) return '0 background (dijet), 1 signal (Z to quarks)';
  return `0 ${contrast.background.join(', ')}, 1 ${contrast.signal.join(', ')}`;
}
