// What files say about themselves in texts by key: units and roles of columns as JSON objects.

export type Metadata = Readonly<Record<string, string>>;

/** The member of an NPZ archive of ours that holds them. */
export const aboutMember = 'jetdemon.json';

/** What columns are said to be under `key`, a JSON object of texts by column; nothing where it is something else. */
export function ofColumns(metadata: Metadata, key: 'units' | 'roles'): Metadata {
  return textsIn(metadata[key] ?? '{}'); // another program may have a key of the same name
}

/** The texts of a JSON object, by key. */
export function textsIn(json: string): Metadata {
  let found: unknown;
  try {
    found = JSON.parse(json);
  } catch {
    return {};
  }
  if (typeof found !== 'object' || found === null) return {};
  return Object.fromEntries(Object.entries(found).filter(([, value]) => typeof value === 'string'));
}

/** Unit and role of a column, where they are said. */
export function aboutColumn(
  name: string,
  { units, roles }: { readonly units: Metadata; readonly roles: Metadata },
): { unit?: string; role?: string } {
  const [unit, role] = [units, roles].map((of) => (Object.hasOwn(of, name) ? of[name] : undefined));
  return { ...(unit !== undefined && { unit }), ...(role !== undefined && { role }) };
}
