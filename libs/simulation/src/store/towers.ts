// Calorimeter towers in an artefact's folder, one row per event: `towers.arrow`.
import { towers } from '@jetdemon/artifacts';
import { InputError } from '@jetdemon/workflow';
import { join } from 'node:path';
import type { TowerEvent } from '../event.ts';
import { readRows, writeRows, type BatchBounds, type Row } from './rows.ts';

const file = 'towers.arrow';
const schema = towers.files[file];
export const towerColumns = ['calorimeter', 'energy', 'eta', 'phi'] as const;
export const photonColumns = ['photon_pt', 'photon_eta', 'photon_phi'] as const;
export const pieceColumns = ['piece_photon', 'piece_energy', 'piece_eta', 'piece_phi'] as const;

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
  const path = join(folder, file);
  let at = 0;
  for await (const row of readRows(path, schema, [towerColumns, photonColumns, pieceColumns])) {
    yield eventOf(row, path, at++);
  }
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
    piece_photon: photons.pieces.photon,
    piece_energy: photons.pieces.energyGeV,
    piece_eta: photons.pieces.eta,
    piece_phi: photons.pieces.phi,
  };
}

/** @throws InputError where pieces are of photons that the row does not have */
export function eventOf(row: Row<typeof schema>, path: string, at: number): TowerEvent {
  const { event, weight, calorimeter, energy, eta, phi, photon_pt, photon_eta, photon_phi } = row;
  const pieces = { photon: row.piece_photon, energyGeV: row.piece_energy, eta: row.piece_eta, phi: row.piece_phi };
  requireIndices(row.piece_photon, photon_pt.length, 'photons', `row ${at}, column piece_photon`, path);
  return {
    event,
    weight,
    towers: { calorimeter, energyGeV: energy, eta, phi },
    photons: { ptGeV: photon_pt, eta: photon_eta, phi: photon_phi, pieces },
  };
}

/** Refuses indices outside [lowest, count). */
export function requireIndices(
  indices: Int32Array,
  count: number,
  of: string,
  where: string,
  path: string,
  lowest: 0 | -1 = 0,
): void {
  const stray = indices.find((index) => index < lowest || index >= count);
  if (stray === undefined) return;
  const expected = `expected indices of ${count} ${of}${lowest < 0 ? ' or -1' : ''}`;
  throw new InputError(`${where}: ${expected}, found ${stray}`, `${path}:`);
}
