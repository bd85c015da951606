// A file of any of the formats, chosen by its first bytes, never by its name.
import { InputError, suggest } from '@jetdemon/workflow';
import { openBytes } from './bytes.ts';
import type { OpenFile } from './format.ts';
import { inflated } from './gzip.ts';
import { severalOf } from './tables.ts';

export type { ColumnValues, FileColumn, FileTable, Format, OpenFile } from './format.ts';

interface Known {
  readonly name: string;
  readonly recognise: (first: Uint8Array) => boolean;
  readonly open: (file: string) => Promise<OpenFile>;
}

const begins = (text: string) => (first: Uint8Array) => Buffer.from(first).toString('latin1').startsWith(text);

/** The signature lies at 0, or behind a user block of 512, 1024, ... bytes. */
const isHdf5 = (first: Uint8Array): boolean =>
  [0, 512, 1024, 2048].some((at) => begins('\x89HDF\r\n\x1a\n')(first.subarray(at)));

const formats: readonly Known[] = [
  { name: 'ROOT', recognise: begins('root'), open: async (file) => (await import('./root/root.ts')).openRoot(file) },
  {
    name: 'Parquet',
    recognise: begins('PAR1'),
    open: async (file) => (await import('./parquet/parquet.ts')).openParquet(file),
  },
  { name: 'HDF5', recognise: isHdf5, open: async (file) => (await import('./hdf5/hdf5.ts')).openHdf5(file) },
  { name: 'NPZ', recognise: begins('PK'), open: async (file) => (await import('./npz/npz.ts')).openNpz(file) },
  { name: 'NPY', recognise: begins('\x93NUMPY'), open: async (file) => (await import('./npz/npz.ts')).openNpy(file) },
  {
    name: 'Arrow (Feather V2)',
    recognise: begins('ARROW1'),
    open: async (file) => (await import('./arrow/arrow.ts')).openArrow(file),
  },
  {
    name: 'Arrow stream',
    recognise: begins('\xff\xff\xff\xff'),
    open: async (file) => (await import('./arrow/arrow.ts')).openArrowStream(file),
  },
];

/** How many of a file's first bytes tell its format. */
const enough = 4096;

/**
 * The tables of a ROOT, Parquet, HDF5, NPZ, NPY or Arrow file, and their columns a range of rows at a time; of one that is
 * gzipped as a whole, too (`.h5.gz`), which then lies inflated in the temporary folder until it is closed.
 * Anything else, and whatever is damaged, is an InputError that names the file. Close it when done.
 */
export async function openFile(file: string): Promise<OpenFile> {
  const bytes = await openBytes(file, 'data');
  const first = await bytes.read(0, Math.min(enough, bytes.size)).finally(() => bytes.close());
  if (first[0] === 0x1f && first[1] === 0x8b) return inflated(file, openFile);
  const format = formats.find(({ recognise }) => recognise(first));
  if (!format) {
    if (begins('FEA1')(first)) {
      throw InputError.at({ file }, 'expected Feather V2 (an Arrow file), found Feather V1: write it again as V2');
    }
    const names = formats.map(({ name }) => name).join(', ');
    const found = first.length === 0 ? 'an empty file' : `one that begins with ${quoted(first)}`;
    const events = Buffer.from(first).toString('latin1').trimStart().startsWith('HepMC') ? ': events, which simulation/events reads' : ''; // prettier-ignore
    throw InputError.at({ file }, `expected a file of one of the formats ${names}, found ${found}${events}`);
  }
  return checked(file, await format.open(file));
}

/** The same file, whose `read` is asked only for what is there. */
function checked(file: string, opened: OpenFile): OpenFile {
  return {
    ...opened,
    async read(name, columns, start, end) {
      const table = opened.tables.find((one) => one.name === name);
      if (!table) throw missing(file, 'table', name, opened.tables);
      if (!(Number.isInteger(start) && Number.isInteger(end) && start >= 0 && start <= end && end <= table.rows)) {
        throw new RangeError(`internal: expected rows within 0 to ${table.rows}, found ${start} to ${end}`);
      }
      for (const wanted of columns) {
        const column = table.columns.find((one) => one.name === wanted);
        if (!column) throw missing(file, 'column', wanted, table.columns);
        if (!column.readable && !column.text) {
          const found = `${column.ragged ? 'lists of ' : ''}${column.type}${column.why ? `: ${column.why}` : ''}`;
          throw InputError.at(
            { file, column: wanted },
            `expected numbers in at most one level of lists, found ${found}`,
          );
        }
      }
      return opened.read(name, columns, start, end);
    },
  };
}

function missing(file: string, what: string, wanted: string, there: readonly { readonly name: string }[]): InputError {
  const several = severalOf(wanted, there);
  if (several) return InputError.at({ file }, several);
  const names = there.map(({ name }) => name);
  const hint = suggest(wanted, names);
  const near = hint.startsWith(',');
  const shown = near || names.length <= 24 ? hint : ` (there are ${names.length}: jetdemon inspect shows them)`;
  return InputError.at({ file }, `expected a ${what} of the file, found ${wanted}${shown}`);
}

const quoted = (first: Uint8Array): string =>
  JSON.stringify(
    Buffer.from(first.subarray(0, 8))
      .toString('latin1')
      .replaceAll(/[^\x20-\x7e]/g, '.'),
  );
