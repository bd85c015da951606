// Generated events in an artefact's folder, one row each: `events.arrow`.
import { events } from '@jetdemon/artifacts';
import { join } from 'node:path';
import type { GeneratedEvent } from '../event.ts';
import { readRows, writeRows, type BatchBounds } from './rows.ts';

const file = 'events.arrow';
const schema = events.files[file];
const particleColumns = ['pdg_id', 'px', 'py', 'pz', 'energy', 'x', 'y', 'z', 'hard_photon'] as const;

/**
 * Writes events into `folder`; holds one record batch.
 *
 * @returns how many there were
 */
export async function writeEvents(
  folder: string,
  generated: AsyncIterable<GeneratedEvent> | Iterable<GeneratedEvent>,
  bounds: BatchBounds = {},
): Promise<number> {
  const rows = async function* () {
    for await (const { event, weight, particles } of generated) {
      const { pdgId, px, py, pz, energy, x, y, z, hardPhoton } = particles;
      yield { event, weight, pdg_id: pdgId, px, py, pz, energy, x, y, z, hard_photon: hardPhoton };
    }
  };
  return writeRows(join(folder, file), events, schema, rows(), bounds);
}

/** The events of `folder` in their order; holds one record batch. */
export async function* readEvents(folder: string): AsyncGenerator<GeneratedEvent, void, undefined> {
  for await (const row of readRows(join(folder, file), schema, [particleColumns])) {
    const { event, weight, pdg_id: pdgId, px, py, pz, energy, x, y, z, hard_photon: hardPhoton } = row;
    yield { event, weight, particles: { pdgId, px, py, pz, energy, x, y, z, hardPhoton } };
  }
}
