// The compact form of jets, 2 bytes per constituent and coordinate: half-precision pT in GeV and angles in mrad
// relative to the jet axis. Any Arrow implementation reads it; `readJets` turns it back into TeV and absolute angles.
// In these units a pT from 61 keV and an angle from 6e-8 rad is a normal number; a smaller angle is stored as 0.
import { Float16 } from 'apache-arrow';
import { checkJets } from '../jets/check.ts';
import { toHalf } from '../formats/half.ts';
import type { Jets, NumericArray } from '../jets/jets.ts';
import { defaultLayout, sameLayout } from '../jets/layout.ts';
import { axisKeys, schemaKey, schemaVersion } from './schema.ts';
import { listColumn, writeTable, type TableColumn } from './table.ts';
import { labelColumn, otherColumns } from './write.ts';
import { wrapPhi } from '../jets/wrap-phi.ts';

export interface CompactOptions {
  /** Reference columns that hold the axis of each jet; angles are stored relative to them. */
  readonly axis: { readonly eta: string; readonly phi: string };
  /** Further schema metadata, such as where the jets come from. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/**
 * Writes the compact form. pT and angles keep 11 significant bits: a relative error of at most 2⁻¹¹, of the angle
 * to the axis in the case of η and φ.
 */
export async function writeCompactJets(
  file: string,
  jets: Jets,
  { axis, metadata = {} }: CompactOptions,
): Promise<void> {
  checkJets(jets, file);
  if (!sameLayout(jets.layout, defaultLayout)) throw new Error('internal: the compact form is of the default layout');
  const axisValues = (name: string): NumericArray => {
    const column = jets.reference?.[name];
    if (!column) throw new Error(`internal: no reference column ${name}`);
    return column.values;
  };
  const list = (name: string, values: Uint16Array, unit: string, description: string): TableColumn =>
    listColumn(name, new Float16(), jets.offsets, values, unit, description);
  const relative = (values: Float32Array, name: string): Uint16Array =>
    perConstituent(jets, (i, row) => 1000 * wrapPhi(values[i]! - axisValues(name)[row]!));
  await writeTable(
    file,
    jets.count,
    [
      labelColumn(jets),
      list(
        'pt',
        perConstituent(jets, (i) => 1000 * jets.ptTeV[i]!),
        'GeV',
        'constituent pT, descending',
      ),
      list('eta', relative(jets.eta, axis.eta), 'mrad', `1000 x (constituent pseudorapidity - ${axis.eta})`),
      list('phi', relative(jets.phi, axis.phi), 'mrad', `1000 x (constituent azimuth - ${axis.phi}), wrapped`),
      ...otherColumns(jets),
    ],
    new Map([
      [schemaKey, `jets/${schemaVersion}`],
      [axisKeys.eta, axis.eta],
      [axisKeys.phi, axis.phi],
      ...Object.entries(metadata),
    ]),
  );
}

function perConstituent(jets: Jets, value: (constituent: number, row: number) => number): Uint16Array {
  const out = new Uint16Array(jets.ptTeV.length);
  for (let row = 0; row < jets.count; row++) {
    for (let i = jets.offsets[row]!; i < jets.offsets[row + 1]!; i++) out[i] = normalHalf(value(i, row));
  }
  return out;
}

/** Half precision without subnormal numbers, which some hardware and readers treat as zero. */
function normalHalf(value: number): number {
  return Math.abs(value) < 2 ** -14 ? 0 : toHalf(value);
}
