// The layout of jets as a file of ours states it, in whatever format.
import { faultOfJson, InputError } from '@jetdemon/workflow';
import { parseLayout, type JetLayout } from '../jets/layout.ts';

/** Schema metadata: the layout as JSON; files without it have the default one. */
export const layoutKey = 'jetdemon.layout';

/** The layout in the words of a file of ours; undefined where there are none. */
export function statedLayout(stated: string | undefined, file: string): JetLayout | undefined {
  if (stated === undefined) return undefined;
  let json: unknown;
  try {
    json = JSON.parse(stated);
  } catch (error) {
    throw InputError.at({ file }, `layout: expected JSON, found ${faultOfJson(error)}`);
  }
  return parseLayout(json, file);
}
