// Kinds of results that a page can be given: all there are.
import type * as artifacts from '@jetdemon/artifacts';
import type { Kind } from '@jetdemon/workflow';

type Exports = typeof artifacts;

/** Names of all kinds. */
export type KindName = {
  [K in keyof Exports]: Exports[K] extends Kind ? Exports[K]['name'] : never;
}[keyof Exports];
