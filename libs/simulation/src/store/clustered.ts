// Towers with their jets in an artefact's folder, one row per event: `towers.arrow`.
import { clusteredTowers } from '@jetdemon/artifacts';
import { join } from 'node:path';
import type { ClusteredEvent } from '../event.ts';
import { readRows, writeRows, type BatchBounds } from './rows.ts';
import { eventOf, photonColumns, pieceColumns, requireIndices, rowOf, towerColumns } from './towers.ts';

const file = 'towers.arrow';
const schema = clusteredTowers.files[file];
const jetColumns = ['jet_px', 'jet_py', 'jet_pz', 'jet_energy'] as const;

/**
 * Writes clustered events into `folder`; holds one record batch.
 *
 * @returns how many there were
 */
export async function writeClustered(
  folder: string,
  clustered: AsyncIterable<ClusteredEvent> | Iterable<ClusteredEvent>,
  bounds: BatchBounds = {},
): Promise<number> {
  const rows = async function* () {
    for await (const event of clustered) {
      const { px, py, pz, energy } = event.jets;
      yield { ...rowOf(event), jet: event.jet, jet_px: px, jet_py: py, jet_pz: pz, jet_energy: energy };
    }
  };
  return writeRows(join(folder, file), clusteredTowers, schema, rows(), bounds);
}

/** The events of `folder` in their order; holds one record batch. */
export async function* readClustered(folder: string): AsyncGenerator<ClusteredEvent, void, undefined> {
  const path = join(folder, file);
  let at = 0;
  for await (const row of readRows(path, schema, [[...towerColumns, 'jet'], photonColumns, pieceColumns, jetColumns])) {
    const { jet, jet_px: px, jet_py: py, jet_pz: pz, jet_energy: energy } = row;
    requireIndices(jet, px.length, 'jets', `row ${at}, column jet`, path, -1);
    yield { ...eventOf(row, path, at++), jet, jets: { px, py, pz, energy } };
  }
}
