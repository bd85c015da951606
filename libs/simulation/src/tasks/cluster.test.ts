import { clusteredTowers } from '@jetdemon/artifacts';
import { keyOf, type Input } from '@jetdemon/workflow';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { ClusteredEvent, TowerEvent } from '../event.ts';
import { readClustered } from '../store/clustered.ts';
import { writeTowers } from '../store/towers.ts';
import { clusteredEvent } from '../testing/clustered-event.ts';
import { miniEvents } from '../testing/reference.ts';
import task from './cluster.ts';

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'jetdemon-cluster-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

async function run(events: readonly TowerEvent[], asked: object) {
  const [folder, output] = [temporaryFolder(), temporaryFolder()];
  await writeTowers(folder, events);
  const towers: Input = { node: 'detector', base: 'detector', axes: {}, params: {}, folder };
  const said: string[] = [];
  await task.run({
    params: task.params.parse(asked),
    inputs: { towers },
    output,
    scratch: folder,
    key: keyOf(1),
    device: 'cpu',
    axes: {},
    progress: (message) => void said.push(message),
    record: () => undefined,
  });
  const clustered: ClusteredEvent[] = [];
  for await (const event of readClustered(output)) clustered.push(event);
  return { clustered, said, about: JSON.parse(readFileSync(join(output, 'clustering.json'), 'utf8')) as unknown };
}

const reference = miniEvents();
const events = reference.map((event, at) => ({ ...clusteredEvent(event), weight: at / 2 }));

test('towers come out with their jets, in the order of events, and with all that they came with', async () => {
  const { clustered, about, said } = await run(events, {});
  expect(about).toEqual({ algorithm: 'antikt', p: -1, radius: 1, ptMinGeV: 0 });
  const jets = reference.reduce((sum, { towerJets }) => sum + towerJets.length, 0);
  expect(said).toEqual([`6 events, ${jets} jets`]);
  clustered.forEach(({ jet, event, weight, towers, photons }, at) => {
    const expected = events[at]!;
    expect({ jet, event, weight, towers, photons }).toEqual({
      jet: expected.jet,
      event: expected.event,
      weight: expected.weight,
      towers: expected.towers,
      photons: expected.photons,
    });
  });
});

test('jets below ptMinGeV are left out, and their towers belong to none', async () => {
  const { clustered } = await run(events, { ptMinGeV: 20 });
  clustered.forEach(({ jet, jets }, at) => {
    const kept = reference[at]!.towerJets.filter(({ pt }) => pt >= 20).length;
    expect(jets.px.length).toBe(kept);
    expect([...jet]).toEqual([...events[at]!.jet].map((index) => (index < kept ? index : -1)));
  });
});

test('an event without towers stays, without jets', async () => {
  const none = { calorimeter: new Uint8Array(0), energyGeV: new Float64Array(0), eta: new Float64Array(0), phi: new Float64Array(0) }; // prettier-ignore
  const { clustered } = await run([{ ...events[0]!, towers: none }], { algorithm: 'kt', radius: 0.4 });
  expect(clustered.map(({ jets, jet }) => [jets.px.length, jet.length])).toEqual([[0, 0]]);
});

test('p goes with genkt and ee-genkt, and only with them', async () => {
  expect(task.params.safeParse({ p: 1 }).error?.issues[0]?.message).toBe('expected p with algorithm genkt, none or one with ee-genkt, and none with others'); // prettier-ignore
  expect(task.params.safeParse({ algorithm: 'genkt' }).success).toBe(false);
  expect((await run([], { algorithm: 'genkt', p: -0.5, radius: 0.6 })).about).toMatchObject({ p: -0.5, radius: 0.6 });
  expect(task.output).toBe(clusteredTowers);
});

test('towers of e+e- events are clustered as well, p = -1 unless it is given, but not in tiles', async () => {
  const { clustered, about } = await run(events, { algorithm: 'ee-genkt', radius: 4 });
  expect(about).toEqual({ algorithm: 'ee-genkt', p: -1, radius: 4, ptMinGeV: 0 });
  // Beyond π all towers are one jet.
  clustered.forEach(({ jets, jet }) => expect([jets.px.length, jet.every((index) => index === 0)]).toEqual([1, true]));
  expect((await run([], { algorithm: 'ee-genkt', p: 1 })).about).toMatchObject({ p: 1 });
  expect(task.params.safeParse({ algorithm: 'ee-genkt', strategy: 'tiled' }).error?.issues[0]?.message).toBe('expected auto or n2 with algorithm ee-genkt, found tiled'); // prettier-ignore
});

test('a tower without a number for its energy is one error that names the event', async () => {
  const [first] = events;
  const broken = { ...first!, event: 12, towers: { ...first!.towers, energyGeV: first!.towers.energyGeV.map(() => NaN) } }; // prettier-ignore
  await expect(run([broken], {})).rejects.toThrow(/event 12: particle 0: expected a finite four-momentum, found \(NaN/);
});
