import type * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { float32, openDevice } from '@jetdemon/compute';
import { batchOf } from '@jetdemon/data';
import { rowsWith, someJets } from '../testing/some-jets.ts';
import { linear } from '../testing/targets.ts';
import { knownOf } from './gradient-input.ts';

const jets = someJets(6);
const batch = batchOf(jets, rowsWith(jets, 0, 1));

test.each(['cpu', 'tfjs-cpu'] as const)('on %s a linear classifier falls against its weights', async (name) => {
  const target = linear([40, 2, 0]);
  const device = await openDevice(name);
  const know = device.compile((inputs) => ({ ...knownOf(target, {}, inputs) }) as tf.NamedTensorMap);
  const { logit, descent } = await know({ jets: float32(batch.jets, [jets.count, 64, 3]) });

  for (let jet = 0; jet < jets.count; jet++) {
    const parts = Array.from({ length: 64 }, (_, i) => batch.jets.subarray((jet * 64 + i) * 3, (jet * 64 + i + 1) * 3));
    const real = parts.filter(([pt]) => pt! > 0);
    const expectedLogit = real.reduce((sum, [pt, eta]) => sum + 40 * pt! + 2 * eta!, 0);
    expect(logit!.data[jet]).toBeCloseTo(expectedLogit, 3);
    // A move by δ changes the logit by 40 pT δ along pT, 2 δ along η, nothing along φ.
    const mean = real.reduce((sum, [pt]) => sum + 40 * pt! + 2, 0) / (3 * real.length);
    parts.forEach(([pt], i) => {
      const [dPt, dEta, dPhi] = descent!.data.subarray((jet * 64 + i) * 3, (jet * 64 + i + 1) * 3);
      expect(dPt).toBeCloseTo(pt! > 0 ? (-40 * pt!) / (40 * pt! + 0.1 * mean) : 0, 4);
      expect(dEta).toBeCloseTo(pt! > 0 ? -2 / (2 + 0.1 * mean) : 0, 4);
      expect(dPhi).toBeCloseTo(0, 6);
    });
  }
});
