// Data of the figure of the control region, from the kind `control region`.
import { controlRegion } from '@jetdemon/artifacts';
import { InputError, rowsOfTable } from '@jetdemon/workflow';
import type { RegionBin, RegionTest } from './figure.ts';
import { shownAs } from '../../text/observables.ts';
import type { Subject } from '../../text/subjects.ts';

/** The control region of one network. */
export interface ReadRegion {
  readonly bins: RegionBin[];
  readonly tests: RegionTest[];
  readonly thresholds: { readonly network: string; readonly blinded: number; readonly optimum: number };
  readonly treatment: string;
  /** Whether the pseudodata are jets without truth. */
  readonly unlabelled: boolean;
}

/**
 * Bins, tests and thresholds of one network for one set of pseudodata.
 *
 * @throws InputError when the node made no such pseudodata
 */
export async function readRegion({ input, label: network }: Subject, pseudodata: string): Promise<ReadRegion> {
  const rows = rowsOfTable(await controlRegion.read(input, 'bins.arrow'));
  const {
    thresholds,
    treatment,
    tests,
    observed_error: errors,
    unlabelled = false,
    columns: own,
  } = await controlRegion.read(input, 'region.json');
  const found: string[] = [...new Set(rows.map((row) => row.pseudodata))];
  if (!found.includes(pseudodata)) {
    throw InputError.at({ node: input.node }, `expected pseudodata ${pseudodata}, found ${found.join(', ') || 'none'}`);
  }
  const bins = rows.flatMap(({ pseudodata: of, observable, ...bin }, row) =>
    of === pseudodata
      ? [{ network, observable: shownAs(observable, own), ...bin, ...(errors && { observed_error: errors[row]! }) }]
      : [],
  );
  return {
    bins,
    tests: tests
      .filter((test) => test.pseudodata === pseudodata)
      .map(({ observable, region: where, chi2, ndf, p }) => {
        return { network, observable: shownAs(observable, own), region: where, chi2, ndf, p };
      }),
    thresholds: { network, blinded: thresholds.blinded_above, optimum: thresholds.optimum },
    treatment,
    unlabelled,
  };
}
