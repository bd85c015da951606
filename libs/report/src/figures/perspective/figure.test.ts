import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWorkspace, networksWithAdversary, type Workspace } from '../../testing/workspace.ts';
import { tipsOf } from '../../testing/tips.ts';
import { renderSvg } from '../render.ts';
import { toCsv } from '../csv.ts';
import { nameOf, readPerspective, type PerspectiveData } from './data.ts';
import { perspectiveFigure } from './figure.ts';

const share = (value: number, error = 0.01) => ({ value, low: value - error, high: value + error });

const data: PerspectiveData = {
  costs: [
    { name: 'adversary', group: 'attack', loss: share(0.2, 0.04), noticed: share(0.06) },
    { name: 'energy scale + 2%', group: 'known', loss: share(0.05), noticed: share(0.9) },
    { name: 'uniform random', group: 'control', loss: share(0.01) },
    { name: 'threshold', group: 'known', loss: share(-0.002) },
  ],
  falseAlarms: share(0.05),
  description: 'percentiles of 1000 replicas',
};

test('rows stand from the largest loss to the smallest, with intervals, and a look for each group', async () => {
  const { spec, alt, table, columns } = perspectiveFigure(data);
  const svg = await renderSvg(spec, alt);
  const at = ['adversary', 'energy scale + 2%', 'uniform random', 'threshold'].map((name) =>
    svg.indexOf(`>${name}</text>`),
  );
  expect(at.every((place) => place > 0)).toBe(true);
  expect(at).toEqual([...at].sort((a, b) => a - b));
  for (const name of ['known uncertainty', 'random control', 'attack']) expect(svg).toContain(`>${name}</text>`);
  expect(toCsv(table, columns).split('\r\n')[3]).toBe('uniform random,control,0.01,0,0.02,NaN,NaN,NaN');
});

test('the caption says which loss stands beside which', () => {
  expect(perspectiveFigure(data).caption).toContain(
    'The largest loss, 20 ± 4% (adversary), stands beside 5.0 ± 1.0% of the largest known uncertainty (energy scale + 2%).',
  );
  const known = data.costs.filter(({ group }) => group === 'known');
  expect(perspectiveFigure({ ...data, costs: known }).caption).not.toContain('stands beside');
});

test('is told which network it is about, where there are several', () => {
  expect(perspectiveFigure(data).title).toBe('Losses in perspective');
  expect(perspectiveFigure({ ...data, network: 'Low-level network' }).title).toBe(
    'Losses in perspective: Low-level network',
  );
});

test('without control regions there is one panel, and no word of them', async () => {
  const costs = data.costs.map(({ name, group, loss }) => ({ name, group, loss }));
  const { spec, alt, caption } = perspectiveFigure({ costs, description: data.description });
  expect(await renderSvg(spec, alt)).not.toContain('pseudo-experiments');
  expect(caption).not.toContain('pseudo-experiments');
});

test('shows every number under the pointer', async () => {
  const tips = await tipsOf(perspectiveFigure(data).spec);
  expect(tips).toHaveLength(4 + 2);
  expect(tips).toContain('variation: adversary; loss: 20.0%; 68% from: 16.0%; to: 24.0%');
  expect(tips).toContain('variation: energy scale + 2%; noticed in: 90.0%; 68% from: 89.0%; to: 91.0%');
});

let workspace: Workspace;
beforeAll(async () => {
  workspace = await createWorkspace(networksWithAdversary);
});
afterAll(() => workspace.remove());

test('reads the variations of a network, by their names', async () => {
  const names = { 'adversary-scores': 'the adversary' };
  const { costs, network } = await readPerspective(workspace.curves[0]!, [], {
    names: { ...names, 'network=ll': 'low-level network (LL)' },
    known: [],
    controls: ['random-scores'],
  });
  expect(network).toBe('Low-level network (LL)');
  expect(costs.map(({ name, group }) => `${name} ${group}`)).toEqual([
    'fgsm-scores attack',
    'the adversary attack',
    'random-rho-scores attack',
    'random-scores control',
  ]);
});

test.each([
  [{ region: 'it' }, 'it'],
  [{ region: 'other', 'region@by=up': 'it' }, 'it'],
  [{ 'region@by=up': 'other', 'region@network=ll+by=up': 'it' }, 'it'],
  [{ 'region@by=down': 'other', 'region@network=hl+by=up': 'another', regions: 'a third' }, 'region@network=ll+by=up'],
])('of %o the name that fits a node best', (names, expected) => {
  expect(nameOf('region@network=ll+by=up', names)).toBe(expected);
});

test.each([
  [
    { known: ['scale'] },
    /known, controls: expected scale among the variations of significance@network=ll, found .*fgsm-scores/,
  ],
  [{ known: ['fgsm-scores'], controls: ['fgsm-scores'] }, /either known or a control .* found fgsm-scores in both/],
  [
    { names: { 'fgsm-scores': 'x', 'random-scores': 'x' } },
    /names: expected a name for each variation, found "x" twice/,
  ],
])('refuses %o', async (given, message) => {
  const naming = { names: {}, known: [], controls: [], ...given };
  await expect(readPerspective(workspace.curves[0]!, [], naming)).rejects.toThrow(message);
});
