// The reference of the paper and names as workflows give them, for tests of the page.
import { readReference, type Reference } from '@jetdemon/statistics';
import { fileURLToPath } from 'node:url';

export const paperFile = fileURLToPath(
  new URL('../../../../workflows/references/arxiv-1910.08606.yaml', import.meta.url),
);

export const paper: Reference = readReference(paperFile);

export const names = { 'fgsm-scores': 'FGSM', fgsm: 'FGSM', 'random-scores': 'random control' };

export const namesOfAdversary = {
  ...names,
  'random-rho-scores': 'uniform random perturbation',
  ...Object.fromEntries(
    ['adversary-scores', 'adversary', 'acceptance', 'control-region', 'exclusion'].map((name) => [
      name,
      'the adversary',
    ]),
  ),
};
