// Imports one of our TypeScript modules from plain JavaScript: the entry points in bin/, runner/ and engines/nx/.
import { pathToFileURL, fileURLToPath } from 'node:url';
import { bundleOf } from './bundle.mjs';

export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

/** @param {string} file relative to the root */
export async function load(file) {
  return import(pathToFileURL((await bundleOf(root, file)).file).href);
}
