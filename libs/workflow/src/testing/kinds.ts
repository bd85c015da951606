// Artefact types for the tests of this library, with the shapes that they need: files that add to others', tables, lists.
import * as z from 'zod';
import { json } from '../artifact/artifact.ts';
import type { Kind } from '../artifact/kind.ts';

const number = (type: 'float32' | 'float64' | 'uint8', unit = '1') =>
  ({ type, unit, description: `a ${type}` }) as const;

export const jets = {
  name: 'jets',
  version: 1,
  description: 'rows',
  files: {
    'jets.arrow': { format: 'arrow', columns: { pt: { type: 'list<float32>', unit: 'TeV', description: '' } } },
  },
} as const satisfies Kind;

export const splitJets = {
  ...jets,
  name: 'split jets',
  files: {
    'jets.arrow': { format: 'arrow', columns: { ...jets.files['jets.arrow'].columns, partition: number('uint8') } },
  },
} as const satisfies Kind;

export const attackedJets = {
  ...splitJets,
  name: 'attacked jets',
  files: { ...splitJets.files, 'perturbation.json': json('sizes', z.unknown()) },
} as const satisfies Kind;

export const classifier = {
  name: 'classifier',
  version: 1,
  description: 'weights',
  files: {
    'classifier.json': json('shapes', z.unknown()),
    'weights.arrow': {
      format: 'arrow',
      columns: {
        name: { type: 'utf8', unit: '1', description: 'parameter name' },
        value: { type: 'list<float32>', unit: '1', description: 'its values' },
      },
    },
  },
} as const satisfies Kind;

export const scores = {
  name: 'scores',
  version: 2,
  description: 'a score per row',
  files: { 'scores.arrow': { format: 'arrow', columns: { score: number('float32'), weight: number('float64') } } },
} as const satisfies Kind;

export const report = {
  name: 'report',
  version: 1,
  description: 'a page',
  files: { 'index.html': { format: 'html', description: 'the page' } },
} as const satisfies Kind;
