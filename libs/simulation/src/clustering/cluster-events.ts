// Clusters a file of events into another, one event at a time.
import { clusteredTowers } from '@jetdemon/artifacts';
import type { Input } from '@jetdemon/workflow';
import type { ClusteredEvent, TowerEvent } from '../event.ts';
import { writeClustered } from '../store/clustered.ts';
import { readTowers } from '../store/towers.ts';
import { powerOf } from './algorithm.ts';
import { cluster, type ClusterOptions } from './cluster.ts';
import { towerMomenta } from './momentum.ts';

export interface ClusterEventsOptions extends ClusterOptions {
  /** Jets of less pT are left out. */
  readonly ptMinGeV: number;
}

interface Context {
  readonly params: ClusterEventsOptions;
  readonly inputs: { readonly towers: Input };
  readonly output: string;
  progress(message: string, fraction?: number): void;
  record(name: string, value: unknown): void;
}

export async function clusterEvents({ params, inputs, output, progress, record }: Context): Promise<void> {
  const { algorithm, radius, ptMinGeV } = params;
  let jets = 0;
  const clustered = async function* () {
    for await (const event of readTowers(inputs.towers.folder)) {
      const one = clusterEvent(event, params);
      jets += one.jets.px.length;
      yield one;
    }
  };
  const events = await writeClustered(output, clustered());
  const about = { algorithm, p: powerOf(algorithm, params.p), radius, ptMinGeV };
  await clusteredTowers.write(output, { 'clustering.json': about });
  record('clustering', { events, jets });
  progress(`${events} events, ${jets} jets`, 1);
}

/** The event with its jets of pT ≥ `ptMinGeV`; towers of the others belong to none, -1. */
export function clusterEvent(event: TowerEvent, options: ClusterEventsOptions): ClusteredEvent {
  const { jets, jet } = cluster(towerMomenta(event.towers), options, `event ${event.event}:`);
  const { px, py } = jets;
  let kept = px.length;
  while (kept > 0 && Math.hypot(px[kept - 1]!, py[kept - 1]!) < options.ptMinGeV) kept--;
  if (kept === px.length) return { ...event, jet, jets };
  // `cluster` gave this array to nobody else.
  for (let tower = 0; tower < jet.length; tower++) if (jet[tower]! >= kept) jet[tower] = -1;
  return {
    ...event,
    jet,
    jets: {
      px: px.slice(0, kept),
      py: py.slice(0, kept),
      pz: jets.pz.slice(0, kept),
      energy: jets.energy.slice(0, kept),
    },
  };
}
