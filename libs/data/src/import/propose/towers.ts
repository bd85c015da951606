// What of an event can be clustered anew by `simulation/import-towers`: calorimeter towers or particle-flow candidates of Delphes.
import type { FileTable, OpenFile } from '../../formats/format.ts';
import { jetsByReference } from './jets.ts';

/**
 * Columns of the task's `towers`. Of a candidate that is a track E belongs to the direction at the vertex, Eta and Phi to
 * the calorimeter, and the jets of the file are made of PT, Eta and Phi.
 */
const collections = {
  ParticleFlowCandidate: {
    pt: 'ParticleFlowCandidate.PT',
    eta: 'ParticleFlowCandidate.Eta',
    phi: 'ParticleFlowCandidate.Phi',
  },
  Tower: { energy: 'Tower.E', eta: 'Tower.Eta', phi: 'Tower.Phi' },
} as const;
type Collection = keyof typeof collections;

const tablesWith = ({ tables }: OpenFile, collection: Collection): FileTable[] =>
  tables.filter(({ columns }) =>
    Object.values(collections[collection]).every((name) => columns.some((one) => one.name === name && one.readable)),
  );

/**
 * The table whose calorimeter towers are to be clustered: one of Delphes with towers, where nothing that jets refer to is in
 * the file.
 */
export async function towersIn(open: OpenFile): Promise<FileTable | undefined> {
  for (const table of tablesWith(open, 'Tower')) if (!(await jetsByReference(open, table))) return table;
  return undefined;
}

/** In the place of the jets of a file: one list per event, with the columns that the task is told. */
export type Clusterable =
  | { readonly table: FileTable; readonly collection: Collection; readonly towers: Readonly<Record<string, string>> }
  | { readonly whyNot: string };

/**
 * The candidates or towers of the events of a Delphes file whose jets refer to constituents; why there are none where they
 * lie in several collections, of which the task reads one. Undefined where the file has nothing of that kind.
 */
export function clusterableIn(open: OpenFile): Clusterable | undefined {
  for (const collection of Object.keys(collections) as Collection[]) {
    const [table] = tablesWith(open, collection);
    if (table) return { table, collection, towers: collections[collection] };
  }
  const names = open.tables.flatMap(({ columns }) => columns.map(({ name }) => name));
  const flow = [...new Set(names.flatMap((name) => /^(EFlow\w+)\.Eta$/.exec(name)?.[1] ?? []))];
  if (flow.length === 0) return undefined;
  return { whyNot: `the task reads one collection of an event, those of the file are ${flow.join(', ')}` };
}
