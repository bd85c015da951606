// TensorFlow.js models read as functions.
export { TfjsError } from './errors.ts';
export type { ReadBeside } from './manifest.ts';
export { readTfjs } from './read.ts';
