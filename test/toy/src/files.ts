import fs from 'node:fs';
import path from 'node:path';

export const readFile = (file: string) => JSON.parse(fs.readFileSync(file, 'utf8')) as number[];

export const readNumbers = (folder: string) => readFile(path.join(folder, 'numbers.json'));

export function writeNumbers(folder: string, numbers: readonly number[]): void {
  fs.writeFileSync(path.join(folder, 'numbers.json'), JSON.stringify(numbers));
}

export function writePage(folder: string, title: string, numbers: Readonly<Record<string, readonly number[]>>): void {
  const table = JSON.stringify(numbers, undefined, 1);
  fs.writeFileSync(path.join(folder, 'index.html'), `<h1>${title}</h1><pre>${table}</pre>`);
}
