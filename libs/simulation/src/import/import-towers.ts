// Calorimeter towers that another program made, Delphes for one: rows of a ROOT, Parquet, HDF5 or Arrow file are events.
import { wrapPhi } from '@jetdemon/data';
import { openFile, type ColumnValues, type OpenFile } from '@jetdemon/data/formats';
import { namedFiles } from '@jetdemon/artifacts';
import { InputError, suggest, type Input } from '@jetdemon/workflow';
import { noPieces, type Photons, type TowerEvent } from '../event.ts';
import { writeTowers } from '../store/towers.ts';

export interface TowerMapping {
  readonly table?: string;
  readonly towers: {
    readonly energy?: string;
    readonly pt?: string;
    readonly eta: string;
    readonly phi: string;
    readonly electromagnetic?: string;
  };
  readonly photons?: { readonly pt: string; readonly eta: string; readonly phi: string; readonly ptMinGeV: number };
  readonly weight?: string;
  readonly unit: keyof typeof unitsInGeV;
}

export interface ImportTowersContext {
  readonly params: TowerMapping & { readonly files: readonly string[]; readonly output?: string };
  readonly inputs: { readonly generated: readonly Input[] };
  readonly output: string;
  progress(message: string, fraction?: number): void;
  record(name: string, value: unknown): void;
}

const unitsInGeV = { GeV: 1, TeV: 1000, MeV: 1e-3 } as const;
const rowsPerRead = 200;

/**
 * Writes towers.arrow: the events of all files in their order, numbered from 1; energies in GeV, φ in [-π, π].
 *
 * @throws InputError when there is no file or no event, a column is missing or no list of numbers, lists of a row differ in
 * length, an energy or pT is negative or any number is not finite
 */
export async function importTowers({ params, inputs, output, progress, record }: ImportTowersContext): Promise<void> {
  const files = namedFiles(params.files, inputs.generated, params.output);
  let [events, towers] = [0, 0];
  const all = async function* (): AsyncGenerator<TowerEvent, void, undefined> {
    for (const [at, { path, name }] of files.entries()) {
      progress(`reading ${name}`, at / files.length);
      const open = await openFile(path);
      try {
        for await (const event of eventsOf(open, params, name)) {
          towers += event.towers.eta.length;
          yield { ...event, event: ++events };
        }
      } finally {
        await open.close();
      }
    }
  };
  await writeTowers(output, all());
  if (events === 0) throw new InputError(`expected at least 1 event in ${files[0]!.name}, found none`);
  record('imported', { events, towers });
  progress(`${events} events, ${towers} towers`, 1);
}

/** The events of one file, not numbered yet; whatever is wrong names `file`, its row and column. */
export async function* eventsOf(
  open: OpenFile,
  mapping: TowerMapping,
  file: string,
): AsyncGenerator<Omit<TowerEvent, 'event'>, void, undefined> {
  const table = tableOf(open, mapping.table, file);
  const { pt, eta, phi, electromagnetic } = mapping.towers;
  const size = pt ?? mapping.towers.energy ?? 'Tower.E';
  const photons = mapping.photons && [mapping.photons.pt, mapping.photons.eta, mapping.photons.phi];
  const lists = [size, eta, phi, ...(electromagnetic === undefined ? [] : [electromagnetic]), ...(photons ?? [])];
  const columns = [...new Set([...lists, ...(mapping.weight === undefined ? [] : [mapping.weight])])];
  for (const name of lists) requireNumbers(table, name, file, 'a list of numbers per event', true);
  if (mapping.weight !== undefined) requireNumbers(table, mapping.weight, file, 'a number per event, or a list');
  const scale = unitsInGeV[mapping.unit];
  for (let start = 0; start < table.rows; start += rowsPerRead) {
    const end = Math.min(table.rows, start + rowsPerRead);
    const read = await open.read(table.name, columns, start, end);
    for (let row = 0; row < end - start; row++) {
      const where = `${file}: row ${start + row}, column`;
      const [sizes, y, f, em] = listsOf(read, [size, eta, phi, electromagnetic], row, where) as Lists;
      const bad = sizes.findIndex((value) => !(value >= 0));
      if (bad >= 0)
        throw new InputError(`${where} ${size}: expected ${pt ? 'a pT' : 'an energy'} >= 0, found ${sizes[bad]}`);
      const energy = pt ? sizes.map((value, at) => value * Math.cosh(y[at]!)) : sizes;
      yield {
        weight: mapping.weight === undefined ? 1 : numberOf(read[mapping.weight]!, row, `${where} ${mapping.weight}`),
        // Where nobody says which calorimeter it was, it is called hadronic.
        towers: {
          calorimeter: Uint8Array.from(energy, (all, i) => (em && em[i]! > all / 2 ? 0 : 1)),
          energyGeV: energy.map((value) => value * scale),
          eta: y,
          phi: f.map(wrapPhi),
        },
        photons: mapping.photons ? photonsOf(read, mapping.photons, row, where, scale) : nonePhotons,
      };
    }
  }
}

type Lists = [Float64Array, Float64Array, Float64Array, Float64Array | undefined];

const nonePhotons: Photons = {
  ptGeV: new Float64Array(0),
  eta: new Float64Array(0),
  phi: new Float64Array(0),
  pieces: noPieces,
};

function photonsOf(
  read: Readonly<Record<string, ColumnValues>>,
  { pt, eta, phi, ptMinGeV }: NonNullable<TowerMapping['photons']>,
  row: number,
  where: string,
  scale: number,
): Photons {
  const [size, y, f] = listsOf(read, [pt, eta, phi], row, where) as [Float64Array, Float64Array, Float64Array];
  const kept = [...size.keys()].filter((at) => size[at]! * scale > ptMinGeV);
  const of = (values: Float64Array, factor = 1) => Float64Array.from(kept, (at) => values[at]! * factor);
  return { ptGeV: of(size, scale), eta: of(y), phi: of(f).map(wrapPhi), pieces: noPieces };
}

/** The lists of one row: finite numbers, as many in each. */
function listsOf(
  read: Readonly<Record<string, ColumnValues>>,
  names: readonly (string | undefined)[],
  row: number,
  where: string,
): (Float64Array | undefined)[] {
  let expected: number | undefined;
  return names.map((name) => {
    if (name === undefined) return undefined;
    const { values, offsets } = read[name]!;
    const list = Float64Array.from(values.subarray(offsets![row], offsets![row + 1]));
    expected ??= list.length;
    if (list.length !== expected) {
      throw new InputError(`${where} ${name}: expected ${expected} numbers as ${names[0]} has, found ${list.length}`);
    }
    const bad = list.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0) throw new InputError(`${where} ${name}: expected finite numbers, found ${list[bad]}`);
    return list;
  });
}

/** A number per event, or a list of at least one, of which the first counts (`Event.Weight` of Delphes). */
function numberOf({ values, offsets }: ColumnValues, row: number, where: string): number {
  const value = offsets && offsets[row] === offsets[row + 1] ? NaN : values[offsets ? offsets[row]! : row]!;
  if (!Number.isFinite(value)) throw new InputError(`${where}: expected a finite number, found ${value}`);
  return value;
}

function tableOf({ tables }: OpenFile, name: string | undefined, file: string): OpenFile['tables'][number] {
  const names = tables.map((table) => table.name);
  const found =
    name === undefined ? (tables.length === 1 ? tables[0] : undefined) : tables.find((t) => t.name === name);
  if (found) return found;
  const asked = name === undefined ? 'no table said' : `${name}${suggest(name, names)}`;
  throw InputError.at(
    { file },
    `table: expected one of ${names.map((one) => JSON.stringify(one)).join(', ')}, found ${asked}`,
  );
}

/** Refuses arrays per row or item, and numbers per row where lists must be; a missing column is the reader's to name. */
function requireNumbers(
  { columns }: OpenFile['tables'][number],
  name: string,
  file: string,
  expected: string,
  inLists = false,
): void {
  const column = columns.find((one) => one.name === name);
  if (!column || (column.shape.length === 0 && (column.ragged || !inLists))) return;
  const found = column.shape.length === 0 ? 'a number per row' : column.ragged ? 'lists of arrays' : 'an array per row';
  throw InputError.at({ file }, `column ${name}: expected ${expected}, found ${found}`);
}
