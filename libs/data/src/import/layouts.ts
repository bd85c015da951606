// Layouts that are known by name, as mappings: what a user would otherwise write out.
import { InputError } from '@jetdemon/workflow';
import type { FileTable, OpenFile } from '../formats/format.ts';
import { mapping, type Mapping } from './mapping.ts';

export const layouts = ['energyflow', 'jets-constituents', 'jetdemon'] as const;
export type Layout = (typeof layouts)[number];

/**
 * `energyflow`: arrays X [N, M, F], F >= 3, features (pT [GeV], y, φ), and y [N], 0 or 1, as energyflow's loaders give.
 * `jets-constituents`: arrays jets [N, 4], (pT [TeV], η, φ, m), and constituents [N, M, 3], (pT [TeV], η, φ); one class per file.
 * `jetdemon`: what data/export writes, Parquet or NPZ, and the jets.arrow of a node.
 */
export function mappingOf(layout: Layout, { tables }: Pick<OpenFile, 'tables'>, file: string): Mapping {
  return mapping.parse(written(layout, tables, file));
}

function written(layout: Layout, tables: readonly FileTable[], file: string): unknown {
  if (layout === 'energyflow') {
    return {
      constituents: { array: 'X', pt: 0, rapidity: 1, phi: 2, unit: 'GeV' },
      label: { column: 'y' },
    };
  }
  if (layout === 'jets-constituents') {
    return {
      constituents: { array: 'constituents', pt: 0, eta: 1, phi: 2, unit: 'TeV' },
      reference: {
        jet_pt: { column: 'jets', feature: 0, unit: 'TeV' },
        jet_eta: { column: 'jets', feature: 1 },
        jet_phi: { column: 'jets', feature: 2, unit: 'rad' },
        jet_mass: { column: 'jets', feature: 3, unit: 'TeV' },
      },
    };
  }
  const table = tables.find(({ columns }) => has(columns, 'pt') || has(columns, 'X'));
  if (!table) throw new InputError('layout jetdemon: expected a column pt or X, found neither', `${file}:`);
  const padded = has(table.columns, 'X');
  const taken = new Set([padded ? 'X' : 'pt', padded ? 'y' : 'label', 'eta', 'phi', 'partition', 'weight']);
  const others = table.columns.filter(
    ({ name, ragged, shape, readable }) => readable && !ragged && shape.length === 0 && !taken.has(name),
  );
  return {
    table: table.name,
    constituents: padded ? { array: 'X', pt: 0, eta: 1, phi: 2, unit: 'TeV' } : { pt: 'pt', eta: 'eta', phi: 'phi' }, // the file states the unit
    label: { column: padded ? 'y' : 'label' },
    weight: has(table.columns, 'weight') ? 'weight' : undefined,
    reference: Object.fromEntries(others.map(({ name }) => [name, name])),
  };
}

const has = (columns: FileTable['columns'], name: string): boolean => columns.some((column) => column.name === name);
