// Detector response: events in, towers out, one record batch of each at a time.
import type { Input, TaskContext } from '@jetdemon/workflow';
import type { TowerEvent } from '../event.ts';
import { readEvents } from '../store/events.ts';
import { writeTowers } from '../store/towers.ts';
import { readDetector } from './read-card.ts';
import { simulate } from './simulate.ts';
import type { Variation } from './vary.ts';

type Context = Pick<
  TaskContext<{ readonly card: string; readonly vary?: Varied | undefined }, Record<never, never>>,
  'params' | 'output' | 'key' | 'progress' | 'record'
> & { readonly inputs: { readonly events: Pick<Input, 'folder'> } };

/** `energy`: a factor of every measured energy, before thresholds. */
type Varied = Variation & { readonly energy: number };

const eventsPerWord = 1000;

/** Writes towers.arrow and records how many events, towers and GeV there were. */
export async function detect({ params, inputs, output, key, progress, record }: Context): Promise<void> {
  const detector = readDetector(params.card, params.vary);
  let [events, towers, energyGeV] = [0, 0, 0];
  const measured = async function* (): AsyncGenerator<TowerEvent, void, undefined> {
    for await (const event of readEvents(inputs.events.folder)) {
      const seen = simulate(event, detector, key, params.vary?.energy);
      events += 1;
      towers += seen.towers.energyGeV.length;
      energyGeV += seen.towers.energyGeV.reduce((sum, energy) => sum + energy, 0);
      if (events % eventsPerWord === 0) progress(`${events} events`);
      yield seen;
    }
  };
  await writeTowers(output, measured());
  record('detector', { events, towers, energyGeV });
  progress(`${events} events, ${towers} towers`, 1);
}
