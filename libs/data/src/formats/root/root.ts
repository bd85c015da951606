// ROOT files: every TTree is a table (`folder/Events`), every branch of numbers a column; only the baskets of the
// columns and rows asked for are read. jsroot reads the description of the tree, we the baskets. RNTuples: rntuple/.
import { InputError } from '@jetdemon/workflow';
import * as z from 'zod';
import { openBytes, type FileBytes } from '../bytes.ts';
import { orDamaged } from '../damage.ts';
import type { ColumnValues, FileTable, OpenFile } from '../format.ts';
import { branchColumns, branchSchema, type BranchColumn } from './branch.ts';
import { readColumn, type Kept } from './column.ts';
import { described } from './description.ts';
import { describeLeaves } from './leaf-streamers.ts';
import { quietly } from './quiet.ts';
import { openNtuple } from './rntuple/rntuple.ts';
import { distinct } from '../tables.ts';

interface Table extends FileTable {
  read(column: string, start: number, end: number): Promise<ColumnValues>;
}

export async function openRoot(file: string): Promise<OpenFile> {
  const bytes = await openBytes(file, 'ROOT');
  try {
    const tables = await orDamaged(file, 'ROOT', () => quietly(() => readTables(file, bytes)));
    return {
      format: 'root',
      tables,
      read: (name, columns, start, end) =>
        orDamaged(file, 'ROOT', async () => {
          const table = tables.find((one) => one.name === name)!;
          const values: [string, ColumnValues][] = [];
          for (const column of columns) values.push([column, await table.read(column, start, end)]);
          return Object.fromEntries(values);
        }),
      close: () => bytes.close(),
    };
  } catch (error) {
    await bytes.close();
    throw error;
  }
}

const place = z.union([z.number(), z.bigint()]);
const keySchema = z.object({
  fName: z.string(),
  fClassName: z.string(),
  fCycle: z.number(),
  fSeekKey: place,
  fNbytes: z.number(),
  fKeylen: z.number(),
  fObjlen: z.number(),
});
const keysSchema = z.array(keySchema);
const directorySchema = z.object({ fKeys: keysSchema });
const infosSchema = z.object({ arr: z.array(z.object({ fName: z.string() })) });
const elementsSchema = z.object({ fElements: z.object({ arr: z.array(z.object({ fTypeName: z.string() })) }) });
const treeSchema = z.object({
  fEntries: z
    .int()
    .min(0)
    .max(2 ** 31 - 1),
  fBranches: z.object({ arr: z.array(branchSchema) }),
});
/** A branch of which the tree has entries and it has none: what ROOT did not write. */
const emptied = (source: BranchColumn): BranchColumn => ({
  ...source,
  dtype: undefined,
  column: { ...source.column, readable: false, why: 'it has no entries' },
});

const treeClasses = ['TTree', 'TNtuple', 'TNtupleD'];
const maxDepth = 8;

async function readTables(file: string, bytes: FileBytes): Promise<Table[]> {
  const opened = await described(bytes);
  const infos = infosSchema.safeParse(opened.fStreamerInfos);
  if (infos.success) describeLeaves(opened.fStreamerInfos as z.infer<typeof infosSchema>);
  const found: string[] = [];
  const ntuples: { readonly path: string; readonly key: z.infer<typeof keySchema> }[] = [];
  const others = new Set<string>();
  const visit = async (keys: z.infer<typeof keysSchema>, folder: string, depth: number): Promise<void> => {
    // The highest cycle of a name is its last version; the others are backups.
    for (const name of new Set(keys.map(({ fName }) => fName))) {
      const [latest] = keys.filter(({ fName }) => fName === name).sort((a, b) => b.fCycle - a.fCycle);
      const path = folder === '' ? name : `${folder}/${name}`;
      if (treeClasses.includes(latest!.fClassName)) found.push(path);
      else if (latest!.fClassName === 'ROOT::RNTuple') ntuples.push({ path, key: latest! });
      else if (/^TDirectory(File)?$/.test(latest!.fClassName) && depth < maxDepth) {
        const directory = directorySchema.parse(await opened.readObject(path));
        await visit(directory.fKeys, path, depth + 1);
      } else if (latest!.fName !== 'StreamerInfo') others.add(latest!.fClassName);
    }
  };
  await visit(keysSchema.parse(opened.fKeys), '', 0);
  if (found.length + ntuples.length === 0) {
    const old = others.has('ROOT::Experimental::RNTuple');
    const instead = old ? 'an RNTuple of a version before 1' : others.size > 0 ? [...others].join(', ') : 'nothing';
    throw InputError.at({ file }, `expected a TTree or RNTuple in the file, found ${instead}`);
  }
  const memberType = (className: string, version: number, id: number): string | undefined => {
    const info = elementsSchema.safeParse(opened.findStreamerInfo(className, version));
    return info.success ? info.data.fElements.arr[id]?.fTypeName : undefined;
  };
  const kept: Kept = new Map();
  const tables: Table[] = [];
  for (const name of found) {
    const described = treeSchema.safeParse(await opened.readObject(name));
    if (!described.success) {
      const at = described.error.issues[0]!.path.join('.');
      const why = `its description has something else at ${at}: no damage, if another program reads it`;
      throw InputError.at({ file }, `expected a tree ${name} as ROOT, uproot or hep write it, but ${why}`);
    }
    const tree = described.data;
    const sources = tree.fBranches.arr
      .flatMap((branch) => branchColumns(branch, '', memberType))
      .map((source) => (tree.fEntries > 0 && Number(source.branch.fEntries) === 0 ? emptied(source) : source));
    const columns = distinct(sources.map(({ column }) => column));
    const named = sources.map((one, at): [string, BranchColumn] => [
      columns[at]!.name,
      { ...one, column: columns[at]! },
    ]);
    const sourceOf = new Map(named);
    const read: Table['read'] = (column, start, end) =>
      readColumn(file, bytes, sourceOf.get(column)!, start, end, kept);
    tables.push({ name, rows: tree.fEntries, columns, read });
  }
  for (const { path, key } of ntuples) {
    const place = { at: Number(key.fSeekKey), size: key.fNbytes, keyLength: key.fKeylen, length: key.fObjlen };
    tables.push(await openNtuple(file, bytes, path, place));
  }
  return tables;
}
