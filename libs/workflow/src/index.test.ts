import { expect, test } from 'vitest';
import * as workflow from './index.ts';
import type { Kind } from './artifact/kind.ts';

test('what is public', () => {
  expect(Object.keys(workflow).sort()).toEqual([
    'InputError',
    'WorkflowErrors',
    'adversary',
    'attackedJets',
    'claims',
    'classifier',
    'clusteredTowers',
    'controlRegion',
    'defineTask',
    'events',
    'exclusion',
    'exportedJets',
    'figure',
    'gates',
    'histograms',
    'jets',
    'jsonSchemaOf',
    'keyOf',
    'loadGraph',
    'missingFrom',
    'namedFiles',
    'numbers',
    'outputOf',
    'parseReference',
    'programFiles',
    'readColumnBatches',
    'readColumns',
    'readProgramFiles',
    'readYaml',
    'report',
    'scores',
    'selectedJets',
    'significance',
    'splitJets',
    'suggest',
    'susceptibility',
    'towers',
    'writeColumns',
  ]);
});

test('kinds are told apart by name', () => {
  const isKind = (value: unknown): value is Kind => typeof value === 'object' && value !== null && 'files' in value;
  const names = Object.values(workflow)
    .filter(isKind)
    .map(({ name }) => name);
  expect(names).toHaveLength(22);
  expect(new Set(names).size).toBe(names.length);
});
