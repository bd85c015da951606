// Keras models read as TensorFlow.js functions.
export { KerasError, type KerasPlace } from './errors.ts';
export { readKeras, type KerasOptions } from './read.ts';
