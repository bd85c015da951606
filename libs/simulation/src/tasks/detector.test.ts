import { keyOf, type TaskContext } from '@jetdemon/workflow';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { atlasFile, atlasText } from '../detector/testing/atlas.ts';
import { generated } from '../detector/testing/particles.ts';
import type { GeneratedEvent, TowerEvent } from '../event.ts';
import { writeEvents } from '../store/events.ts';
import { readTowers } from '../store/towers.ts';
import { miniEvents } from '../testing/reference.ts';
import detector from './detector.ts';

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'jetdemon-detector-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

const events = miniEvents().map((event, at) => ({ ...generated(event), weight: at / 4 }));

interface Run {
  readonly events?: readonly GeneratedEvent[];
  readonly card?: string;
  readonly rows?: number;
}

async function run({ events: given = events, card = atlasFile, rows = 1000 }: Run) {
  const [folder, output] = [temporaryFolder(), temporaryFolder()];
  await writeEvents(folder, given, { rows });
  const recorded = new Map<string, unknown>();
  const said: string[] = [];
  const context: TaskContext<{ card: string; seed: number }, typeof detector.inputs> = {
    params: detector.params.parse({ card }),
    inputs: { events: { node: 'events', base: 'events', axes: {}, params: {}, folder } },
    output,
    scratch: folder,
    key: keyOf(1),
    device: 'cpu',
    axes: {},
    progress: (message) => void said.push(message),
    record: (name, value) => void recorded.set(name, value),
  };
  await detector.run(context);
  const seen: TowerEvent[] = [];
  for await (const event of readTowers(output)) seen.push(event);
  return { seen, recorded, said };
}

test('by default it is the bundled card, named as a file so that its contents are part of the key', () => {
  expect(detector.params.parse({})).toEqual({ card: 'data/cards/detector-atlas.yaml', seed: 1 });
  expect(detector.params.shape.card.unwrap().meta()).toMatchObject({ file: true });
});

test('one row of towers per event, with its number and weight, and a record of them all', async () => {
  const { seen, recorded, said } = await run({});
  expect(seen.map(({ event, weight }) => [event, weight])).toEqual(events.map(({ event, weight }) => [event, weight]));
  const towers = seen.reduce((sum, event) => sum + event.towers.eta.length, 0);
  expect(recorded.get('detector')).toMatchObject({ events: 6, towers });
  expect(said).toEqual([`6 events, ${towers} towers`]);
});

test('neither the order of events nor batches matter: every event gets the same towers', async () => {
  const { seen } = await run({});
  const { seen: backwards } = await run({ events: [...events].reverse(), rows: 2 });
  expect(backwards.reverse()).toEqual(seen);
});

test('a threshold reaches the towers through the card alone', async () => {
  const card = join(temporaryFolder(), 'harder.yaml');
  writeFileSync(card, atlasText.replace('energyMinGeV: 0.5', 'energyMinGeV: 5'));
  const { seen } = await run({});
  const { seen: harder } = await run({ card });
  harder.forEach(({ towers }, at) => {
    const all = seen[at]!.towers;
    const kept = [...all.energyGeV].filter((energy, tower) => all.calorimeter[tower] === 1 || energy >= 5);
    expect(kept.length).toBeLessThan(all.energyGeV.length);
    expect([...towers.energyGeV]).toEqual(kept);
  });
});

test('no events leave no rows; a card that is not there is one error', async () => {
  expect((await run({ events: [] })).seen).toEqual([]);
  await expect(run({ card: 'nowhere.yaml' })).rejects.toThrow(
    'nowhere.yaml: expected the card of a detector, found none',
  );
});
