// Writes results as the files of their kinds.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { controlRegion, histograms, significance, susceptibility } from '@jetdemon/artifacts';
import { writeColumns } from '@jetdemon/workflow';
import type { Distributions } from './distributions/measure.ts';
import type { Curves } from './significance/curves.ts';
import { claimsText } from './claims/text.ts';
import type { Claims } from './claims/verdict.ts';
import type { ControlRegion, ControlRegionMetrics } from './control-region/control-region.ts';
import type { RegionBins } from './control-region/measure.ts';
import type { Exclusion, ExclusionMetrics } from './exclusion/measure.ts';
import type { GatesMetrics } from './acceptance/measure.ts';
import type { SusceptibilityPoints } from './susceptibility/measure.ts';
import type { SignificanceMetrics, SusceptibilityMetrics } from './significance/metrics.ts';

/** curves.arrow and metrics.json of the kind `significance`. */
export async function writeSignificance(
  folder: string,
  { curves, metrics }: { curves: Curves; metrics: SignificanceMetrics },
): Promise<void> {
  const file = 'curves.arrow';
  await writeColumns(join(folder, file), significance.files[file], curves, { kind: significance });
  await writeJson(join(folder, 'metrics.json'), metrics);
}

/** points.arrow and metrics.json of the kind `susceptibility`. */
export async function writeSusceptibility(
  folder: string,
  { points, metrics }: { points: SusceptibilityPoints; metrics: SusceptibilityMetrics },
): Promise<void> {
  const file = 'points.arrow';
  await writeColumns(join(folder, file), susceptibility.files[file], points, { kind: susceptibility });
  await writeJson(join(folder, 'metrics.json'), metrics);
}

/** histograms.arrow and tests.json of the kind `histograms`. */
export async function writeDistributions(folder: string, { bins, tests }: Distributions): Promise<void> {
  const file = 'histograms.arrow';
  await writeColumns(join(folder, file), histograms.files[file], bins, { kind: histograms });
  await writeJson(join(folder, 'tests.json'), tests);
}

/** claims.json and claims.txt of the kind `claims`. */
export async function writeClaims(folder: string, claims: Claims): Promise<void> {
  await writeJson(join(folder, 'claims.json'), claims);
  await writeFile(join(folder, 'claims.txt'), claimsText(claims));
}

/** bins.arrow, region.json and metrics.json of the kind `control region`. */
export async function writeControlRegion(
  folder: string,
  { bins, region, metrics }: { bins: RegionBins; region: ControlRegion; metrics: ControlRegionMetrics },
): Promise<void> {
  const file = 'bins.arrow';
  await writeColumns(join(folder, file), controlRegion.files[file], bins, { kind: controlRegion });
  await writeJson(join(folder, 'region.json'), region);
  await writeJson(join(folder, 'metrics.json'), metrics);
}

/** exclusion.json and metrics.json of the kind `exclusion`. */
export async function writeExclusion(
  folder: string,
  { exclusion, metrics }: { exclusion: Exclusion; metrics: ExclusionMetrics },
): Promise<void> {
  await writeJson(join(folder, 'exclusion.json'), exclusion);
  await writeJson(join(folder, 'metrics.json'), metrics);
}

/** metrics.json of the kind `gates`. */
export function writeGates(folder: string, metrics: GatesMetrics): Promise<void> {
  return writeJson(join(folder, 'metrics.json'), metrics);
}

function writeJson(file: string, value: unknown): Promise<void> {
  return writeFile(file, `${JSON.stringify(value, null, 2)}\n`);
}
