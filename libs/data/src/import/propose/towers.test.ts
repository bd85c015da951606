import { expect, test } from 'vitest';
import { lists, memoryFile, type MemoryColumn } from '../../testing/memory-file.ts';
import { clusterableIn, towersIn } from './towers.ts';

const some: MemoryColumn = lists([1, 2], [3]);
const named = (...names: readonly string[]): Record<string, MemoryColumn> =>
  Object.fromEntries(names.map((name) => [name, some]));
const polar = (collection: string, size: string) =>
  named(`${collection}.${size}`, `${collection}.Eta`, `${collection}.Phi`);
const flow = {
  ...polar('EFlowTrack', 'PT'),
  ...polar('EFlowPhoton', 'ET'),
  ...named('EFlowTrack.fUniqueID', 'FatJet.Constituents', 'FatJet.Constituents.owner'),
};

test('towers are to be clustered where the references of no jets lead to anything', async () => {
  const lost = { 'FatJet.Constituents': lists([7, 8], [9]) };
  const open = memoryFile({ Delphes: { ...polar('Tower', 'E'), ...flow, ...lost } });
  expect(await towersIn(open)).toMatchObject({ name: 'Delphes' });
  expect(await towersIn(memoryFile({ Delphes: { ...polar('Tower', 'E'), ...flow } }))).toBeUndefined();
});

test('candidates are to be clustered by pT, in the place of jets, before towers', () => {
  const candidates = polar('ParticleFlowCandidate', 'PT');
  expect(clusterableIn(memoryFile({ Delphes: { ...flow, ...polar('Tower', 'E'), ...candidates } }))).toMatchObject({
    collection: 'ParticleFlowCandidate',
    towers: { pt: 'ParticleFlowCandidate.PT', eta: 'ParticleFlowCandidate.Eta', phi: 'ParticleFlowCandidate.Phi' },
  });
  expect(clusterableIn(memoryFile({ Delphes: { ...flow, ...polar('Tower', 'E') } }))).toMatchObject({
    towers: { energy: 'Tower.E', eta: 'Tower.Eta', phi: 'Tower.Phi' },
  });
});

test('says why several collections are not to be clustered; nothing of what has none', () => {
  expect(clusterableIn(memoryFile({ Delphes: flow }))).toEqual({
    whyNot: 'the task reads one collection of an event, those of the file are EFlowTrack, EFlowPhoton',
  });
  expect(clusterableIn(memoryFile({ t: polar('part', 'PT') }))).toBeUndefined();
});
