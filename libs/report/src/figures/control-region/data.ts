// Data of the figure of the control region, from the kind `control region`.
import { join } from 'node:path';
import { controlRegion } from '@jetdemon/artifacts';
import { InputError, readColumns } from '@jetdemon/workflow';
import type { RegionBin, RegionTest } from './figure.ts';
import type { Subject } from '../../text/subjects.ts';
import { readJson } from '../../results/read-json.ts';
import { region } from '../../results/region-results.ts';
import { shownAs } from '../../text/observables.ts';

/** The control region of one network. */
export interface ReadRegion {
  readonly bins: RegionBin[];
  readonly tests: RegionTest[];
  readonly thresholds: { readonly network: string; readonly blinded: number; readonly optimum: number };
  readonly treatment: string;
}

/**
 * Bins, tests and thresholds of one network for one set of pseudodata.
 *
 * @throws InputError when the node made no such pseudodata
 */
export async function readRegion({ input, label: network }: Subject, pseudodata: string): Promise<ReadRegion> {
  const columns = await readColumns(join(input.folder, 'bins.arrow'), controlRegion.files['bins.arrow']);
  const { thresholds, treatment, tests, columns: own } = await readJson(input, 'region.json', region);
  const found = [...new Set(columns.pseudodata)];
  if (!found.includes(pseudodata)) {
    throw new InputError(`${input.node}: expected pseudodata ${pseudodata}, found ${found.join(', ') || 'none'}`);
  }
  const bins = columns.pseudodata.flatMap((name, row): RegionBin[] => {
    if (name !== pseudodata) return [];
    return [
      {
        network,
        observable: shownAs(columns.observable[row]!, own),
        low: columns.low[row]!,
        high: columns.high[row]!,
        model: columns.model[row]!,
        model_error: columns.model_error[row]!,
        observed: columns.observed[row]!,
        blinded: columns.blinded[row]!,
      },
    ];
  });
  return {
    bins,
    tests: tests
      .filter((test) => test.pseudodata === pseudodata)
      .map(({ observable, region: where, chi2, ndf, p }) => {
        return { network, observable: shownAs(observable, own), region: where, chi2, ndf, p };
      }),
    thresholds: { network, blinded: thresholds.blinded_above, optimum: thresholds.optimum },
    treatment,
  };
}
