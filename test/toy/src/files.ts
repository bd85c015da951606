import fs from 'node:fs';
import path from 'node:path';

export const readNumbers = (folder: string) =>
  JSON.parse(fs.readFileSync(path.join(folder, 'numbers.json'), 'utf8')) as number[];

export function writeNumbers(folder: string, numbers: readonly number[]): void {
  fs.writeFileSync(path.join(folder, 'numbers.json'), JSON.stringify(numbers));
}

export function writePage(folder: string, title: string, numbers: Readonly<Record<string, readonly number[]>>): void {
  fs.writeFileSync(
    path.join(folder, 'index.html'),
    `<h1>${title}</h1><pre>${JSON.stringify(numbers, undefined, 1)}</pre>`,
  );
}
