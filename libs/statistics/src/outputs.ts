// Writes results as the files of their kinds.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { histograms, significance, susceptibility, writeColumns } from '@jetdemon/workflow';
import type { Distributions } from './measure-distributions.ts';
import type { Curves } from './curves.ts';
import { claimsText } from './claims-text.ts';
import type { Claims } from './claims.ts';
import type { SusceptibilityPoints } from './measure-susceptibility.ts';
import type { SignificanceMetrics, SusceptibilityMetrics } from './metrics.ts';

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

function writeJson(file: string, value: unknown): Promise<void> {
  return writeFile(file, `${JSON.stringify(value, null, 2)}\n`);
}
