// Calorimeter towers in an artefact's folder, one row per event: `towers.arrow`.
import { towers } from '@jetdemon/workflow';
import { join } from 'node:path';
import type { TowerEvent } from '../event.ts';
import { readRows, writeRows, type BatchBounds, type Row } from './rows.ts';

const file = 'towers.arrow';
const schema = towers.files[file];
export const towerColumns = ['calorimeter', 'energy', 'eta', 'phi'] as const;
export const photonColumns = ['photon_pt', 'photon_eta', 'photon_phi'] as const;

/**
 * Writes events of towers into `folder`; holds one record batch.
 *
 * @returns how many there were
 */
export async function writeTowers(
  folder: string,
  measured: AsyncIterable<TowerEvent> | Iterable<TowerEvent>,
  bounds: BatchBounds = {},
): Promise<number> {
  const rows = async function* () {
    for await (const event of measured) yield rowOf(event);
  };
  return writeRows(join(folder, file), towers, schema, rows(), bounds);
}

/** The events of `folder` in their order; holds one record batch. */
export async function* readTowers(folder: string): AsyncGenerator<TowerEvent, void, undefined> {
  for await (const row of readRows(join(folder, file), schema, [towerColumns, photonColumns])) yield eventOf(row);
}

export function rowOf({ event, weight, towers, photons }: TowerEvent): Row<typeof schema> {
  return {
    event,
    weight,
    calorimeter: towers.calorimeter,
    energy: towers.energyGeV,
    eta: towers.eta,
    phi: towers.phi,
    photon_pt: photons.ptGeV,
    photon_eta: photons.eta,
    photon_phi: photons.phi,
  };
}

export function eventOf(row: Row<typeof schema>): TowerEvent {
  const { event, weight, calorimeter, energy, eta, phi, photon_pt, photon_eta, photon_phi } = row;
  return {
    event,
    weight,
    towers: { calorimeter, energyGeV: energy, eta, phi },
    photons: { ptGeV: photon_pt, eta: photon_eta, phi: photon_phi },
  };
}
