// ROOT files: every TTree is a table (`folder/Events`), every branch of numbers a column; only the baskets of the
// columns and rows asked for are read. jsroot reads the description of the tree, we the baskets. RNTuples are not read.
import { InputError } from '@jetdemon/workflow';
import { FileProxy, openFile as openRootFile } from 'jsroot/io';
import { z } from 'zod';
import { openBytes, type FileBytes } from './bytes.ts';
import { orDamaged } from './damage.ts';
import { decodeNumbers } from './dtype.ts';
import type { ColumnValues, FileTable, OpenFile } from './format.ts';
import { decodeBasket, embeddedEntries, type Entries } from './root-basket.ts';
import { branchColumns, branchSchema, type Basket, type Branch, type BranchColumn } from './root-branch.ts';
import { quietly } from './root-quiet.ts';
import { concatenated, plainOf } from './values.ts';

interface Tree extends FileTable {
  readonly sources: ReadonlyMap<string, BranchColumn>;
}

export async function openRoot(file: string): Promise<OpenFile> {
  const bytes = await openBytes(file, 'ROOT');
  try {
    const trees = await orDamaged(file, 'ROOT', () => quietly(() => readTrees(file, bytes)));
    const kept = new Map<BranchColumn, { first: number; entries: Entries }>();
    return {
      format: 'root',
      tables: trees,
      read: (name, columns, start, end) =>
        orDamaged(file, 'ROOT', async () => {
          const { sources } = trees.find((tree) => tree.name === name)!;
          const values: [string, ColumnValues][] = [];
          for (const column of columns) {
            values.push([column, await readColumn(file, bytes, sources.get(column)!, start, end, kept)]);
          }
          return Object.fromEntries(values);
        }),
      close: () => bytes.close(),
    };
  } catch (error) {
    await bytes.close();
    throw error;
  }
}

class Proxy extends FileProxy {
  readonly #bytes: FileBytes;

  constructor(bytes: FileBytes) {
    super();
    this.#bytes = bytes;
  }

  override openFile(): Promise<boolean> {
    return Promise.resolve(true);
  }

  override getFileSize(): number {
    return this.#bytes.size;
  }

  override async readBuffer(position: number, size: number): Promise<DataView> {
    // jsroot asks for a header's worth even of files that are shorter.
    const end = position < 4096 ? Math.min(position + size, this.#bytes.size) : position + size;
    return new DataView((await this.#bytes.read(position, end)).buffer);
  }
}

const keysSchema = z.array(z.object({ fName: z.string(), fClassName: z.string(), fCycle: z.number() }));
const directorySchema = z.object({ fKeys: keysSchema });
const elementsSchema = z.object({ fElements: z.object({ arr: z.array(z.object({ fTypeName: z.string() })) }) });
const treeSchema = z.object({
  fEntries: z
    .int()
    .min(0)
    .max(2 ** 31 - 1),
  fBranches: z.object({ arr: z.array(branchSchema) }),
});
const treeClasses = ['TTree', 'TNtuple', 'TNtupleD'];
const maxDepth = 8;

async function readTrees(file: string, bytes: FileBytes): Promise<Tree[]> {
  const opened = await openRootFile(new Proxy(bytes));
  const found: string[] = [];
  const others = new Set<string>();
  const visit = async (keys: z.infer<typeof keysSchema>, folder: string, depth: number): Promise<void> => {
    // The highest cycle of a name is its last version; the others are backups.
    for (const name of new Set(keys.map(({ fName }) => fName))) {
      const [latest] = keys.filter(({ fName }) => fName === name).sort((a, b) => b.fCycle - a.fCycle);
      const path = folder === '' ? name : `${folder}/${name}`;
      if (treeClasses.includes(latest!.fClassName)) found.push(path);
      else if (/^TDirectory(File)?$/.test(latest!.fClassName) && depth < maxDepth) {
        const directory = directorySchema.parse(await opened.readObject(path));
        await visit(directory.fKeys, path, depth + 1);
      } else if (latest!.fName !== 'StreamerInfo') others.add(latest!.fClassName);
    }
  };
  await visit(keysSchema.parse(opened.fKeys), '', 0);
  if (found.length === 0) {
    const instead = others.size > 0 ? [...others].join(', ') : 'nothing';
    throw new InputError(`expected a TTree in the file, found ${instead}`, `${file}:`);
  }
  const memberType = (className: string, version: number, id: number): string | undefined => {
    const info = elementsSchema.safeParse(opened.findStreamerInfo(className, version));
    return info.success ? info.data.fElements.arr[id]?.fTypeName : undefined;
  };
  const trees: Tree[] = [];
  for (const name of found) {
    const tree = treeSchema.parse(await opened.readObject(name));
    const columns = tree.fBranches.arr.flatMap((branch) => branchColumns(branch, '', memberType));
    trees.push({
      name,
      rows: tree.fEntries,
      columns: columns.map(({ column }) => column),
      sources: new Map(columns.map((one) => [one.column.name, one])),
    });
  }
  return trees;
}

interface Place {
  readonly first: number;
  readonly end: number;
  readonly seek: number;
  readonly size: number;
  readonly embedded?: Basket;
}

/** The baskets of a branch that hold some of the entries asked for. */
function basketsOf(
  { fName, fBasketEntry, fBasketSeek, fBasketBytes, fBaskets, ...branch }: Branch,
  start: number,
  end: number,
): Place[] {
  if (branch.fFileName !== '') throw new Error(`branch ${fName} lies in another file, ${branch.fFileName}`);
  const places: Place[] = [];
  for (let basket = 0, first = 0; first < end; basket++) {
    const embedded = fBaskets.arr[basket] ?? undefined;
    const flushed = basket < branch.fWriteBasket;
    const next = flushed ? Number(fBasketEntry[basket + 1] ?? branch.fEntries) : first + (embedded?.fNevBuf ?? 0);
    if (!(Number.isSafeInteger(next) && next > first)) throw new Error(`branch ${fName} ends at entry ${first}`);
    const [seek, size] = [Number(fBasketSeek[basket] ?? 0), Number(fBasketBytes[basket] ?? 0)];
    if (next > start) places.push({ first, end: next, seek, size, ...(seek === 0 && { embedded }) });
    first = next;
  }
  return places;
}

async function readColumn(
  file: string,
  bytes: FileBytes,
  column: BranchColumn,
  start: number,
  end: number,
  kept: Map<BranchColumn, { first: number; entries: Entries }>,
): Promise<ColumnValues> {
  const parts: ColumnValues[] = [];
  for (const place of basketsOf(column.branch, start, end)) {
    let last = kept.get(column);
    if (last?.first !== place.first) {
      const varying = column.entryBytes === undefined;
      const entries = place.embedded
        ? embeddedEntries(place.embedded, varying)
        : await decodeBasket(await bytes.read(place.seek, place.seek + place.size), varying);
      if (entries.count !== place.end - place.first) {
        throw new Error(`a basket of ${column.column.name} has ${entries.count} of ${place.end - place.first} entries`);
      }
      last = { first: place.first, entries };
      kept.set(column, last);
    }
    const [from, to] = [Math.max(start, place.first) - place.first, Math.min(end, place.end) - place.first];
    parts.push(valuesOf(file, column, last.entries, from, to));
  }
  return parts.length > 0 ? concatenated(parts, column.column.ragged) : empty(column);
}

const empty = ({ column }: BranchColumn): ColumnValues => ({
  values: new Float64Array(0),
  ...(column.ragged && { offsets: new Int32Array(1) }),
});

function valuesOf(
  file: string,
  source: BranchColumn,
  { data, offsets }: Entries,
  from: number,
  to: number,
): ColumnValues {
  const { column, each, skip, entryBytes } = source;
  const dtype = source.dtype!;
  if (entryBytes !== undefined) {
    const layout = { offset: from * entryBytes + skip, stride: entryBytes, count: to - from, each };
    return { values: plainOf(decodeNumbers(data, dtype, layout), file, column.name) };
  }
  const width = each * dtype.size;
  const items = new Int32Array(to - from + 1);
  for (let entry = from; entry < to; entry++) {
    const room = offsets![entry + 1]! - offsets![entry]! - skip;
    // An empty vector may be written without its header.
    const count = room < 0 && offsets![entry + 1] === offsets![entry] ? 0 : room / width;
    if (!Number.isInteger(count) || count < 0) throw new Error(`an entry of ${column.name} has ${room} bytes of items`);
    items[entry - from + 1] = items[entry - from]! + count;
  }
  const gathered = new Uint8Array(items.at(-1)! * width);
  for (let entry = from; entry < to; entry++) {
    const begin = offsets![entry]! + skip;
    const [first, next] = [items[entry - from]! * width, items[entry - from + 1]! * width];
    gathered.set(data.subarray(begin, begin + next - first), first);
  }
  const layout = { offset: 0, stride: width, count: items.at(-1)!, each };
  return { values: plainOf(decodeNumbers(gathered, dtype, layout), file, column.name), offsets: items };
}
