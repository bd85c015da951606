import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu/dist/tf-backend-cpu.es2017.js';
import { defaultLayout } from '@jetdemon/data';
import { expect, test } from 'vitest';
import { jetFeatures } from './jet-features.ts';

test('are pT, η, m and D2, each scaled', () => {
  // Two massless constituents: m² = 2 pT1 pT2 (cosh Δη − cos Δφ), and D2 = 0, because it takes three.
  const jets = tf.pad(tf.tensor3d([[[0.4, 0, 0], [0.2, 0, 0.5]]]), [[0, 0], [0, 62], [0, 0]]); // prettier-ignore
  const [pt, eta, mass, d2] = jetFeatures(jets, defaultLayout).dataSync();
  const px = 0.4 + 0.2 * Math.cos(0.5);
  const py = 0.2 * Math.sin(0.5);
  expect(pt).toBeCloseTo(10 * (Math.hypot(px, py) - 0.4), 5);
  expect(eta).toBeCloseTo(0, 6);
  expect(mass).toBeCloseTo(30 * (Math.sqrt(2 * 0.4 * 0.2 * (1 - Math.cos(0.5))) - 0.09), 5);
  expect(d2).toBeCloseTo(1.5 * -1.4, 5);
});
