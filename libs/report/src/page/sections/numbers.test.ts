import { expect, test } from 'vitest';
import type { Metrics } from '../../results/results.ts';
import { numbers } from './numbers.ts';

const quoted = { value: 1, low: 0.9, high: 1.1, description: '' };
const metrics = (jets: Metrics['jets']): Metrics => ({
  ...{ auc: quoted, peak: quoted, threshold: quoted, mean_signal_score: quoted },
  variations: {},
  jets,
  convention: { interval: 0.68, minimum_background: 20, description: 'as agreed' },
});
const textOf = (jets: Metrics['jets']) => numbers([], metrics(jets), false).text.replace(/\s+/g, ' ');

test('jets that count alike are counted', () => {
  const text = textOf({ signal: 7500, background: 8000 });
  expect(text).toContain('Test jets: 7,500 signal, 8,000 background.');
  expect(text).not.toContain('weighted');
});

test('weighted jets are said to be, with the number of jets of equal weight that they are worth', () => {
  const text = textOf({ signal: 7500, background: 8000, effective: { signal: 4999.6, background: 1234.4 } });
  expect(text).toContain('These jets are weighted');
  expect(text).toContain('worth 5,000 signal and 1,234 background jets of equal weight, (Σw)²/Σw².');
});
