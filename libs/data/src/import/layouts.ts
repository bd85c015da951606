// Layouts that are known by name, as mappings: what a user would otherwise write out. Which sets they are: ../../README.md.
import { InputError } from '@jetdemon/workflow';
import type { FileTable, OpenFile } from '../formats/format.ts';
import type { JetLayout } from '../jets/layout.ts';
import { jetdemon, type Written } from './own.ts';
import { layoutKey, statedLayout } from '../files/stated-layout.ts';
import { mapping, type Mapping } from './mapping/mapping.ts';

export const layouts = [
  'energyflow',
  'jets-constituents',
  'jetdemon',
  'top-tagging',
  'atlas-top-tagging',
  'jetclass',
  'jetclass2',
  'jetnet',
  'aspen-open-jets',
  'rodem',
  'ftag',
  'nanoaod',
] as const;
export type Layout = (typeof layouts)[number];

interface Known {
  /** Columns by the first of which that is there the table is found. */
  readonly key: readonly string[];
  readonly written: (columns: ReadonlySet<string>, table: FileTable, stated?: JetLayout) => Written;
}

const gev = { unit: 'GeV' } as const;
const partMomenta = (columns: ReadonlySet<string>): Written => ({
  constituents: {
    ...{ px: 'part_px', py: 'part_py', pz: 'part_pz', ...gev },
    ...(columns.has('part_energy') && { energy: 'part_energy' }),
  },
});

const known: Readonly<Record<Layout, Known>> = {
  // X [N, M, F], F >= 3: pT [GeV], y, φ; y [N], 0 or 1, as energyflow's loaders give them.
  energyflow: {
    key: ['X'],
    written: () => ({
      constituents: { array: 'X', pt: 0, rapidity: 1, phi: 2, ...gev },
      label: { column: 'y' },
    }),
  },
  // jets [N, 4]: pT [TeV], η, φ, m; constituents [N, M, 3]: pT [TeV], η, φ; one class per file.
  'jets-constituents': {
    key: ['constituents'],
    written: () => ({
      constituents: { array: 'constituents', pt: 0, eta: 1, phi: 2, unit: 'TeV' },
      reference: {
        jet_pt: { column: 'jets', feature: 0, unit: 'TeV' },
        jet_eta: { column: 'jets', feature: 1 },
        jet_phi: { column: 'jets', feature: 2, unit: 'rad' },
        jet_mass: { column: 'jets', feature: 3, unit: 'TeV' },
      },
    }),
  },
  // What data/export writes, Parquet or NPZ, and the jets.arrow of a node.
  jetdemon: { key: ['pt', 'X'], written: jetdemon },
  // doi:10.5281/zenodo.2603256, as pandas wrote it or as Parquet of scalar columns: 200 × (E, px, py, pz), then the truth.
  'top-tagging': {
    key: ['table.values_block_0', 'PX_0'],
    written: (columns) =>
      columns.has('PX_0')
        ? {
            constituents: { ...pattern(columns), ...gev },
            label: { column: 'is_signal_new' },
          }
        : {
            constituents: {
              array: 'table.values_block_0',
              features: 4,
              slots: 200,
              energy: 0,
              px: 1,
              py: 2,
              pz: 3,
              ...gev,
            },
            label: { column: 'table.values_block_1', feature: 1 },
          },
  },
  // doi:10.7483/OPENDATA.ATLAS.SOAY.LABE, versions 1 and 2.
  'atlas-top-tagging': {
    key: ['fjet_clus_pt'],
    written: (columns) => ({
      constituents: { pt: 'fjet_clus_pt', eta: 'fjet_clus_eta', phi: 'fjet_clus_phi', unit: 'MeV' },
      label: { column: 'labels' },
      weight: ['training_weights', 'weights'].find((name) => columns.has(name)),
    }),
  },
  // doi:10.5281/zenodo.6619768: one class per file.
  jetclass: { key: ['part_px'], written: partMomenta },
  // arXiv:2405.12972: labels 161 to 187 are QCD.
  jetclass2: {
    key: ['part_px'],
    written: (columns) => ({
      ...partMomenta(columns),
      label: { column: 'jet_label', signal: '0..160', background: '161..187' },
    }),
  },
  // doi:10.5281/zenodo.6975118: (η_rel, φ_rel, pT_rel, mask), jets (pT [GeV], η, m, n) without φ; one class per file.
  jetnet: {
    key: ['particle_features'],
    written: () => ({
      constituents: {
        array: 'particle_features',
        eta: 0,
        phi: 1,
        pt: 2,
        mask: 3,
        ...gev,
        relative: { pt: { column: 'jet_features', feature: 0 }, eta: { column: 'jet_features', feature: 1 }, phi: 0 },
      },
    }),
  },
  // arXiv:2412.10504: (px, py, pz, E, d0, ...), PUPPI weights (feature 10) not yet in the momenta; without labels.
  'aspen-open-jets': {
    key: ['PFCands'],
    written: () => ({ constituents: { array: 'PFCands', px: 0, py: 1, pz: 2, energy: 3, ...gev } }),
  },
  // arXiv:2408.11616: (pT, η, φ, m) of the first jet; one class per file.
  rodem: {
    key: ['jet1_cnsts'],
    written: () => ({ constituents: { array: 'jet1_cnsts', pt: 0, eta: 1, phi: 2, mass: 3, ...gev } }),
  },
  // atlas-ftag-tools: compound jets [N] and flows or tracks [N, M], relative angles.
  ftag: {
    key: ['flows.pt', 'tracks.pt'],
    written: (columns) => {
      const of = columns.has('flows.pt') ? 'flows' : 'tracks';
      const phi = columns.has('jets.phi') ? { column: 'jets.phi' } : 0;
      return {
        constituents: {
          ...{ pt: `${of}.pt`, eta: `${of}.deta`, phi: `${of}.dphi`, mask: `${of}.valid`, unit: 'MeV' },
          relative: { eta: { column: 'jets.eta' }, phi },
        },
      };
    },
  },
  // CMS NanoAOD v15, and PFNano, whose momenta lack the PUPPI weights: the hardest AK8 jet of an event.
  nanoaod: {
    key: ['PFCand_pt', 'PFCands_pt'],
    written: (columns) => {
      const pfnano = columns.has('PFCands_pt');
      const of = pfnano ? 'PFCands' : 'PFCand';
      const link = pfnano ? 'FatJetPFCands_pFCandsIdx' : 'FatJetPFCand_pfCandIdx';
      return {
        constituents: {
          ...{ pt: `${of}_pt`, eta: `${of}_eta`, phi: `${of}_phi`, ...gev },
          ...(columns.has(`${of}_mass`) && { mass: `${of}_mass` }),
          ...(pfnano && { scale: 'PFCands_puppiWeight' }),
        },
        jets: { take: 'hardest', index: `FatJet${of}_jetIdx`, constituent: link },
        weight: columns.has('genWeight') ? 'genWeight' : undefined,
      };
    },
  },
};

/**
 * The mapping that a layout is for a file; the file must have the column by which the layout is known.
 *
 * @param asked the table that it has to be in
 */
export function mappingOf(
  layout: Layout,
  open: Pick<OpenFile, 'tables' | 'metadata'>,
  file: string,
  asked?: string,
): Mapping {
  const tables = open.tables.filter(
    ({ name }) => asked === undefined || name === asked || name.startsWith(`${asked}:`),
  );
  const { key, written } = known[layout];
  for (const name of key) {
    const table = tables.find(({ columns }) => has(columns, name));
    if (!table) continue;
    const columns = new Set(table.columns.map((column) => column.name));
    return mapping.parse({
      table: table.name,
      ...written(columns, table, statedLayout(open.metadata?.[layoutKey], file)),
    });
  }
  const wanted = key.join(' or ');
  const among =
    tables.length > 0 ? '' : `: there is no table ${asked} but ${open.tables.map(({ name }) => name).join(', ')}`;
  throw InputError.at({ file }, `layout ${layout}: expected a column ${wanted}, found none${among}`);
}

/** The layouts whose files have columns of these names, likeliest first. */
export function layoutsLike({ tables }: Pick<OpenFile, 'tables'>): Layout[] {
  const specific = layouts.filter((layout) => !['jetdemon', 'energyflow', 'jets-constituents'].includes(layout));
  return specific.filter((layout) => {
    if (layout === 'jetclass2')
      return tables.some(({ columns }) => has(columns, 'part_px') && has(columns, 'jet_label'));
    if (layout === 'jetclass')
      return tables.some(
        ({ columns }) => has(columns, 'part_px') && columns.some(({ name }) => name.startsWith('label_')),
      );
    return known[layout].key.some((name) => tables.some(({ columns }) => has(columns, name)));
  });
}

/** Columns of a slot each: PX_0, PY_0, PZ_0 and, where it is there, E_0, and so on. */
function pattern(columns: ReadonlySet<string>): Written {
  const last = slotsOf(columns, 'PX_') - 1;
  const of = (name: string): string => `${name}_{0..${last}}`;
  return { px: of('PX'), py: of('PY'), pz: of('PZ'), ...(columns.has('E_0') && { energy: of('E') }) };
}

function slotsOf(columns: ReadonlySet<string>, prefix: string): number {
  let slots = 0;
  while (columns.has(`${prefix}${slots}`)) slots++;
  return slots;
}

const has = (columns: FileTable['columns'], name: string): boolean => columns.some((column) => column.name === name);
