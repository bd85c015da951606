// Fixtures of control region and susceptibility, as the files of their kinds.
import { join } from 'node:path';
import { controlRegion, susceptibility } from '@jetdemon/artifacts';
import { writeColumns } from '@jetdemon/workflow';
import { closedFormRegion } from './control-region.ts';
import { straightLine } from './susceptibility.ts';
import { writeJson } from './workspace.ts';

/** bins.arrow and region.json. */
export async function writeRegion(folder: string): Promise<void> {
  const { rows, region } = closedFormRegion();
  const numbers = (name: 'low' | 'high' | 'model' | 'model_error' | 'observed') =>
    Float64Array.from(rows, (row) => row[name]);
  await writeColumns(
    join(folder, 'bins.arrow'),
    controlRegion.files['bins.arrow'],
    {
      pseudodata: rows.map((row) => row.pseudodata),
      observable: rows.map((row) => row.observable),
      low: numbers('low'),
      high: numbers('high'),
      model: numbers('model'),
      model_error: numbers('model_error'),
      observed: numbers('observed'),
      blinded: Uint8Array.from(rows, (row) => row.blinded),
    },
    { kind: controlRegion },
  );
  writeJson(folder, 'region.json', region);
}

/** points.arrow and metrics.json. */
export async function writeSusceptibility(folder: string): Promise<void> {
  const { points, metrics } = straightLine();
  const numbers = (name: 'auc' | 'auc_low' | 'auc_high' | 'loss' | 'loss_low' | 'loss_high') =>
    Float64Array.from(points, (point) => point[name]);
  await writeColumns(
    join(folder, 'points.arrow'),
    susceptibility.files['points.arrow'],
    {
      stage: points.map(({ stage }) => stage),
      seed: points.map(({ seed }) => seed),
      auc: numbers('auc'),
      auc_low: numbers('auc_low'),
      auc_high: numbers('auc_high'),
      loss: numbers('loss'),
      loss_low: numbers('loss_low'),
      loss_high: numbers('loss_high'),
    },
    { kind: susceptibility },
  );
  writeJson(folder, 'metrics.json', metrics);
}
