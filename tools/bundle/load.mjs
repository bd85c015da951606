// Imports one of our TypeScript modules from plain JavaScript: the entry points in bin/, runner/ and engines/nx/.
import { pathToFileURL, fileURLToPath } from 'node:url';
import { bundle } from './bundle.mjs';

export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

/** @param {string} file relative to the root */
export async function load(file) {
  const [emitted] = await bundle({ root, name: file.replaceAll(/[^\w.-]/g, '-'), entries: [{ name: 'main', file }] });
  return import(pathToFileURL(emitted.file).href);
}
