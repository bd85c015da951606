// Provenance of all that the store has.
import { readMeta, type Meta } from '../results/meta.ts';
import { keyFolder, keysFolder, namesIn, type Store } from './store.ts';

export const allMetas = (store: Store): Meta[] =>
  namesIn(keysFolder(store)).flatMap((key) => readMeta(keyFolder(store, key)) ?? []);
