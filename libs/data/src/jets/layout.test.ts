import { expect, test } from 'vitest';
import { defaultLayout, massAt, parseLayout, sameConstituents, sameLayout, type Feature } from './layout.ts';

const [pt, eta, phi] = defaultLayout.features as [Feature, Feature, Feature];
const mass: Feature = { name: 'mass', unit: 'TeV', description: 'mass', role: 'mass', move: 'frozen' };
const charge: Feature = { name: 'charge', unit: '1', description: 'charge', move: 'frozen' };
const rich = { constituents: 200, features: [pt, eta, phi, mass, charge], classes: ['qcd', 'top', 'w'] };

test('a layout comes back from JSON as it was', () => {
  for (const layout of [defaultLayout, rich])
    expect(parseLayout(JSON.parse(JSON.stringify(layout)), 'a')).toEqual(layout);
});

test.each<[string, unknown, string]>([
  ['more slots than 256', { ...rich, constituents: 257 }, 'constituents: '],
  ['no class', { ...rich, classes: [] }, 'classes: '],
  ['a class twice', { ...rich, classes: ['top', 'top'] }, 'expected different names, found top twice'],
  ['a feature twice', { ...rich, features: [pt, eta, phi, charge, charge] }, 'different names, found charge twice'],
  ['another order', { ...rich, features: [eta, pt, phi] }, 'pt, eta or rapidity, phi, mass where it is known, then others, found eta (eta), pt (pt), phi (phi)'], // prettier-ignore
  ['a mass after others', { ...rich, features: [pt, eta, phi, charge, mass] }, 'then others, found'],
  ['an angle that moves by a share', { ...rich, features: [pt, { ...eta, move: 'relative' }, phi] }, 'feature eta: expected move absolute or frozen, found relative'], // prettier-ignore
  ['a charge that moves', { ...rich, features: [pt, eta, phi, { ...charge, move: 'absolute' }] }, 'feature charge: expected move frozen, found absolute'], // prettier-ignore
])('%s is refused', (_, layout, message) => {
  expect(() => parseLayout(layout, 'jets.arrow')).toThrow(message);
});

test('layouts are compared by what the numbers are', () => {
  const described = { ...rich, features: [{ ...pt, description: 'other words' }, eta, phi, mass, charge] };
  expect(sameLayout(described, rich)).toBe(true);
  expect(sameLayout(rich, { ...rich, classes: ['data'] })).toBe(false);
  expect(sameConstituents(rich, { ...rich, classes: ['data'] })).toBe(true);
  expect(sameConstituents(rich, { ...rich, constituents: 64 })).toBe(false);
  expect(sameConstituents(rich, { ...rich, features: [pt, eta, phi, charge] })).toBe(false);
});

test('the mass is found by its role', () => {
  expect([massAt(rich), massAt(defaultLayout)]).toEqual([3, undefined]);
});
