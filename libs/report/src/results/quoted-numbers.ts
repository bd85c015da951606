// Quoted numbers of any result with a metrics.json, however nested there.
import { numbers, stated, type Stated } from '@jetdemon/artifacts';
import type { Input } from '@jetdemon/workflow';

/** A quoted number of a metrics.json, with an interval or without, and where it stands there. */
export interface Found {
  /** Names from the top, joined by a slash: `variations/fgsm-scores/auc`. */
  readonly path: string;
  readonly quoted: Stated;
}

/** Every quoted number of a metrics.json, in the order of the file. */
export async function readQuoted(input: Input): Promise<Found[]> {
  return within(await numbers.read(input, 'metrics.json'), []);
}

function within(json: unknown, path: readonly string[]): Found[] {
  if (typeof json !== 'object' || json === null) return [];
  const { success, data } = stated.safeParse(json);
  if (success) return [{ path: path.join('/'), quoted: data }];
  return Object.entries(json).flatMap(([name, value]) => within(value, [...path, name]));
}
