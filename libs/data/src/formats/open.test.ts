import { InputError } from '@jetdemon/workflow';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../testing/jets.ts';
import { openFile } from './open.ts';
import { parquetFile, smallFiles } from './testing/files.ts';

test.each(Object.entries(smallFiles))('recognises %s by its first bytes, whatever it is called', async (name, make) => {
  const file = join(temporaryFolder(), 'some.txt');
  writeFileSync(file, await make());
  const opened = await openFile(file);
  onTestFinished(() => opened.close());
  expect(opened.format).toBe(name.split(',')[0]!.replace('npy', 'npz'));
});

const formats = 'ROOT, Parquet, HDF5, NPZ, NPY, Arrow (Feather V2), Arrow stream';

test.each([
  ['text', 'pt,eta,phi\n', `expected a file of one of the formats ${formats}, found one that begins with "pt,eta,p"`],
  ['nothing', '', `expected a file of one of the formats ${formats}, found an empty file`],
])('refuses %s', async (_, text, message) => {
  const file = join(temporaryFolder(), 'some.parquet');
  writeFileSync(file, text);
  await expect(openFile(file)).rejects.toEqual(new InputError(message, `${file}:`));
});

test('refuses what is not there, and folders', async () => {
  const folder = temporaryFolder();
  const none = join(folder, 'none.root');
  await expect(openFile(none)).rejects.toEqual(new InputError('expected a readable file, found ENOENT', `${none}:`));
  await expect(openFile(folder)).rejects.toThrow(InputError);
});

test('names the tables and columns that are near', async () => {
  const file = join(temporaryFolder(), 'some.parquet');
  writeFileSync(file, parquetFile());
  const opened = await openFile(file);
  onTestFinished(() => opened.close());
  const refusal = (table: string, column: string): Promise<unknown> => opened.read(table, [column], 0, 1).catch(String);
  expect(await refusal('', 'lable')).toContain('expected a column of the file, found lable, did you mean label?');
  expect(await refusal('Events', 'label')).toContain('expected a table of the file, found Events');
});
