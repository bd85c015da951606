import { expect, test } from 'vitest';
import { growthMetrics } from '../testing/growth.ts';
import { growthSentence } from './growth-sentence.ts';
import { networkName } from './robustness-sentence.ts';

const names = { 'network=ll': 'low-level network', 'way=literal': 'to the letter', free: 'without criteria' };
const sentenceOf = (network: string) =>
  growthSentence(network, growthMetrics.networks[network]!, 'literal', (point) => networkName(names, point)).replace(/\[\[(.*?)\|.*?\]\]/g, '$1'); // prettier-ignore

test('says how far the base gets and what goes beyond it, within their errors', () => {
  expect(sentenceOf('ll')).toBe(
    'low-level network: to the letter takes 5.0 ± 1.0% of ε_{S}/√ε_{B} from test jets after 128,000 jets seen, with 2 of 2 trainings ' +
      'within the acceptance criteria; 1 of them had stopped gaining before, and the second half of these jets brought +2.5 points on ' +
      'validation jets. More is taken with without criteria (+35.0 ± 2.0 points): what these change is what limits it. ' +
      'Less is taken with narrow (−4.0 ± 0.6 points). No different within errors: wide.',
  );
});

test('says that nothing goes beyond it where nothing does', () => {
  expect(sentenceOf('hl')).toContain('hl: to the letter takes 8.0 ± 1.0%');
  expect(sentenceOf('hl')).toContain('Nothing tried beside it takes more by more than its error.');
});
