import type { Input } from '@jetdemon/workflow';
import { expect, test } from 'vitest';
import { paper } from '../testing/reference.ts';
import { attackName, belongsTo, namingOf, panelsOf, subjectsOf } from './subjects.ts';

const input = (axes: Input['axes']): Input => {
  const point = Object.entries(axes).map(([axis, value]) => `${axis}=${value}`);
  const node = point.length > 0 ? `significance@${point.join('+')}` : 'significance';
  return { node, base: 'significance', axes, params: {}, folder: '/' };
};
const withPaper = namingOf({}, paper);

test('networks of the reference come first, in its order, others by what their axes are called', () => {
  const subjects = subjectsOf(
    [input({ network: 'dense' }), input({ network: 'hl' }), input({ network: 'll' })],
    withPaper,
  );
  expect(subjects.map(({ label, noun, network }) => [label, noun, network])).toEqual([
    ['Low-level network (LL)', 'the low-level network', 'll'],
    ['High-level network (HL)', 'the high-level network', 'hl'],
    ['Network dense', 'the network with network dense', undefined],
  ]);
});

test('names of the workflow go before those of the reference, and any axis can have some', () => {
  const naming = namingOf({ 'network=ll': 'particle flow network', 'depth=3': 'deep one' }, paper);
  const [named, other] = subjectsOf([input({ network: 'll' }), input({ width: 2, depth: 3 })], naming);
  expect(named).toMatchObject({ label: 'Particle flow network', noun: 'the particle flow network', network: 'll' });
  expect(other).toMatchObject({ label: 'Deep one, width 2', noun: 'the deep one, width 2' });
});

test.each<[string, Input['axes'], string, string | undefined]>([
  ['a training of it', { network: 'pfn', seed: 2 }, 'Low-level network (LL), seed 2', 'll'],
  [
    'not the network at another point',
    { network: 'll', stage: 'early' },
    'Low-level network (LL), stage early',
    undefined,
  ],
  ['nothing without axes', {}, 'significance', undefined],
])('the reference’s network is %s', (_, axes, label, network) => {
  const [subject] = subjectsOf([input(axes)], withPaper);
  expect([subject!.label, subject!.network]).toEqual([label, network]);
});

test('panels have names of their own, by axis or by node', () => {
  const [hl, ll] = [input({ network: 'hl' }), input({ network: 'll' })];
  const labels = (names: Record<string, string>) => panelsOf('curves', [hl, ll], names).map(({ label }) => label);
  expect(labels({})).toEqual(['Network hl', 'Network ll']);
  expect(labels({ 'network=hl': 'HL', 'significance@network=ll': 'PFN' })).toEqual(['HL', 'PFN']);
  expect(() => panelsOf('curves', [], {})).toThrow('curves: expected at least one network, found none');
  expect(() => labels({ 'network=hl': 'X', 'network=ll': 'X' })).toThrow(
    'found significance@network=hl and significance@network=ll for "X"',
  );
});

test.each<[string, Input['axes'], Input['axes'], boolean]>([
  ['a training of the same network', { network: 'll', seed: 2 }, { network: 'll' }, true],
  ['a training of another network', { network: 'hl', seed: 2 }, { network: 'll' }, false],
  ['a node without that axis', { seed: 2 }, { network: 'll' }, false],
  ['an undertrained network', { network: 'll', stage: 0, seed: 1 }, { network: 'll' }, false],
  ['an undertrained network of the same stage', { stage: 0, seed: 1 }, { stage: 0 }, true],
  ['another seed of one seed', { network: 'll', seed: 2 }, { network: 'll', seed: 1 }, false],
  ['the only network', {}, {}, true],
])('what belongs to a network: %s', (_, axes, subject, belongs) => {
  expect(belongsTo(input(axes), input(subject), withPaper)).toBe(belongs);
});

test('an attack goes by its name, or by what it is called', () => {
  const naming = namingOf({ 'fgsm-scores': 'FGSM' });
  expect([attackName('fgsm-scores', naming), attackName('pgd', naming)]).toEqual(['FGSM', 'pgd']);
});
