import { expect, test } from 'vitest';
import { keyOf } from '@jetdemon/workflow';
import { draw, models, truthOf } from '../coverage/binormal.ts';
import { lossAtNominalOptimum } from './loss.ts';
import { countPassing, rank } from './roc.ts';
import { peakSignificance, workingPoint } from './working-point.ts';

const counted = (of: Uint8Array, scores: Float64Array) => {
  const ranking = rank(of, scores);
  return [ranking, countPassing(ranking)] as const;
};

// 40 background jets at 0.1 and 20 at 0.9, 20 signal jets at 0.9: the best threshold is 0.9, where ε_S = 1 and ε_B = 1/3.
const labels = Uint8Array.from({ length: 80 }, (_, row) => (row < 60 ? 0 : 1));
const nominal = Float32Array.from(labels, (_, row) => (row < 40 ? 0.1 : 0.9));

test('half of the signal below the threshold is half of the significance', () =>
  expect(lossAtNominalOptimum(labels, nominal, Float32Array.from(nominal, (score, row) => (row < 70 ? score : 0.1)))).toBeCloseTo(0.5, 10)); // prettier-ignore

test('another draw of the same scores loses nothing but chance; at the optimum of the same jets it would', () => {
  const model = models.find(({ name }) => name === 'tail')!;
  const jets = 500;
  const draws = Array.from({ length: 300 }, (_, at) =>
    ['a', 'b'].map((one) => draw(model, jets, keyOf(`${at} ${one}`))),
  );
  const losses = draws.map(([a, b]) => lossAtNominalOptimum(a!.labels, a!.nominal, b!.nominal));
  const mean = losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
  const spread = Math.sqrt(losses.reduce((sum, loss) => sum + (loss - mean) ** 2, 0) / losses.length / losses.length);
  expect(Math.abs(mean)).toBeLessThan(3 * spread);
  const same = draws.map(([a, b]) => {
    const { threshold, significance } = peakSignificance(...counted(a!.labels, a!.nominal), { minimumBackground: 20 });
    return 1 - workingPoint(...counted(b!.labels, b!.nominal), threshold).significance / significance;
  });
  expect(same.reduce((sum, loss) => sum + loss, 0) / same.length).toBeGreaterThan(3 * spread);
});

test.each([
  ['signal', Uint8Array.of(0, 0, 0, 1)],
  ['background', Uint8Array.of(1, 1, 1, 0)],
])('refuses one jet of %s, which is missing in a half', (_, few) => {
  const scores = Float64Array.from(few, (label, row) => (label === 1 ? 0.9 : 0.1) + row / 100);
  expect(() => lossAtNominalOptimum(few, scores, scores)).toThrow(
    'expected at least two signal and two background jets',
  );
});

test('the loss of a binormal classifier under a known attack', () => {
  const model = models.find(({ name }) => name === 'interior')!;
  const jets = 30_000;
  const drawn = draw(model, jets, keyOf('known attack'));
  const truth = truthOf(model.network, model.attack, 20 / jets).loss_at_nominal_optimum;
  expect(Math.abs(lossAtNominalOptimum(drawn.labels, drawn.nominal, drawn.attacked) - truth)).toBeLessThan(0.02);
});
