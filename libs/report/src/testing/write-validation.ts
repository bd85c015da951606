// Fixtures of control region and susceptibility, as the files of their kinds.
import { controlRegion, susceptibility } from '@jetdemon/artifacts';
import { tableOfRows } from '@jetdemon/workflow';
import { closedFormRegion } from './control-region.ts';
import { straightLine } from './susceptibility.ts';

/** bins.arrow and region.json. */
export async function writeRegion(folder: string): Promise<void> {
  const { rows, region } = closedFormRegion();
  await controlRegion.write(folder, {
    'bins.arrow': tableOfRows(controlRegion.files['bins.arrow'], rows),
    'region.json': region,
  });
}

/** points.arrow and metrics.json. */
export async function writeSusceptibility(folder: string): Promise<void> {
  const { points, metrics } = straightLine();
  await susceptibility.write(folder, {
    'points.arrow': tableOfRows(susceptibility.files['points.arrow'], points),
    'metrics.json': metrics,
  });
}
