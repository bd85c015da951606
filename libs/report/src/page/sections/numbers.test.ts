import { expect, test } from 'vitest';
import type { SignificanceMetrics } from '@jetdemon/artifacts';
import { numbers } from './numbers.ts';

type Jets = SignificanceMetrics['jets'];

const quoted = { value: 1, low: 0.9, high: 1.1, description: '' };
const bare = { value: 1, uncertainty: 'none is known', description: '' };
const metrics = (jets: Jets): SignificanceMetrics => ({
  ...{ auc: quoted, peak: quoted, threshold: bare, signal_efficiency: bare, background_efficiency: bare },
  ...{ mean_signal_score: quoted, mean_background_score: quoted },
  variations: {},
  jets,
  convention: { replicas: 1000, interval: 0.68, minimum_background: 20, description: 'as agreed' },
});
const counts = { signal: 7500, background: 8000, background_at_optimum: 60 };
const textOf = (...all: Jets[]) => {
  const measured = all.map((jets, at) => ({ subject: { label: `Network ${at}` }, metrics: metrics(jets) }));
  return numbers([], measured, false).text.replace(/\s+/g, ' ');
};

test('jets that count alike are counted', () => {
  const text = textOf(counts);
  expect(text).toContain('Test jets: 7,500 signal, 8,000 background.');
  expect(text).not.toContain('weighted');
});

test('weighted jets are said to be, with the number of jets of equal weight that they are worth', () => {
  const text = textOf({ ...counts, effective: { signal: 4999.6, background: 1234.4 } });
  expect(text).toContain('These jets are weighted');
  expect(text).toContain('worth 5,000 signal and 1,234 background jets of equal weight, (Σw)²/Σw².');
});

test('networks that were measured on the same jets share a note, those on others have their own', () => {
  const text = textOf(counts, counts, { ...counts, signal: 2023 });
  expect(text.match(/Convention/g)).toHaveLength(2);
  expect(text).toContain('Network 0; Network 1: Convention: as agreed. Test jets: 7,500 signal, 8,000 background.');
  expect(text).toContain('Network 2: Convention: as agreed. Test jets: 2,023 signal, 8,000 background.');
  expect(textOf(counts, counts)).not.toContain('Network 0');
});
