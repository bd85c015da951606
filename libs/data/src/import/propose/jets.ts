// Jets of events, proposed: by references that lead to constituents, by links, by angle.
import type { FileTable, OpenFile } from '../../formats/format.ts';
import { likely, generated, polar } from './constituents.ts';
import type { Reason } from './reason.ts';

export interface EventJets {
  readonly mapping: Readonly<Record<string, unknown>>;
  readonly reasons: readonly Reason[];
}

const phiOf = (eta: string): string => eta.replace(/eta$/, 'phi').replace(/Eta$/, 'Phi');

/** Large jets before others. */
const fat = (name: string): number => (/fat|ak8|ak10|ak15|large|fj/i.test(name) ? 0 : 1);

const listsOf = ({ columns }: FileTable): string[] => columns.filter(({ ragged }) => ragged).map(({ name }) => name);

/** By columns of links or, where there are none, by angle; undefined where rows seem to be jets. */
export function jetsOfEvent(table: FileTable, constituent: string): EventJets | undefined {
  const lists = listsOf(table);
  const index = lists.filter((name) => /jet_?(idx|index)$/i.test(name)).sort((a, b) => fat(a) - fat(b));
  const prefix = constituent.slice(0, constituent.search(/p[tx]$|et$/i));
  const named = (columns: string): readonly Reason[] => [
    { of: 'jets', how: 'likely', why: `links of constituents are what ${columns} sounds like` },
  ];
  const ownIndex = index.find((name) => name.startsWith(prefix) && prefix !== '');
  if (ownIndex) return { mapping: { take: 'hardest', index: ownIndex }, reasons: named(ownIndex) };
  for (const jet of index.filter((name) => likely.test(name))) {
    const links = jet.replace(/jet_?(idx|index)$/i, '');
    const link = lists.find(
      (name) => name !== jet && name.startsWith(links) && /(cands?|constit\w*|part\w*)_?(idx|index)$/i.test(name),
    );
    if (link) return { mapping: { take: 'hardest', index: jet, constituent: link }, reasons: named(`${links}*`) };
  }
  const axes = lists
    .filter((name) => /jet\w*[_.]?eta$/i.test(name) && !name.startsWith(prefix || '\0'))
    .filter((name) => lists.includes(phiOf(name)) && /^(fat_?jet|ak\d+\w*|jet)_eta$|^\w*jet\w*\.eta$/i.test(name))
    .filter((name) => !/^gen/i.test(name))
    .sort((a, b) => fat(a) - fat(b));
  const [eta] = axes;
  if (eta === undefined) return undefined;
  const jets = eta.replace(/[_.]?eta$/i, '');
  const why = `no column links constituents to jets: within matches them by angle, an approximation; set it to the radius of ${jets}`;
  return {
    mapping: { take: 'hardest', eta, phi: phiOf(eta), within: fat(eta) === 0 ? 0.8 : 0.4 },
    reasons: [{ of: 'jets', how: 'guess', why }],
  };
}

export interface ReferredJets extends EventJets {
  readonly constituents: Readonly<Record<string, string | readonly string[]>>;
  readonly size: string;
}

const rowsTried = 20;

/**
 * Jets whose references (ROOT's TRefArray) all lead to constituents of the file, large jets first: of such Delphes files
 * nothing is left to guess. Undefined where those of no jets do.
 */
export async function jetsByReference(open: OpenFile, table: FileTable): Promise<ReferredJets | undefined> {
  const lists = new Set(listsOf(table));
  const jets = [...lists].filter((name) => lists.has(`${name}.owner`) && /jet\w*\.constituents$/i.test(name));
  const targets = [...lists].flatMap((name) => {
    const prefix = /^(.*\.)fUniqueID$/.exec(name)?.[1];
    const set = prefix && polar.find((names) => names.every((one) => lists.has(prefix + one)));
    return prefix && set && !generated(prefix, table) && !/jet\w*\.$/i.test(prefix) ? [{ prefix, set, id: name }] : [];
  });
  const rows = Math.min(rowsTried, table.rows);
  const read = async (name: string) => (await open.read(table.name, [name], 0, rows))[name]!;
  const keyed = async (name: string): Promise<string[]> => {
    const { values, offsets } = await read(name);
    return Array.from({ length: rows }, (_, row) =>
      Array.from(values.subarray(offsets![row], offsets![row + 1]), (id) => `${row} ${id}`),
    ).flat();
  };
  const ids = new Map<string, ReadonlySet<string>>();
  for (const { id } of targets) ids.set(id, new Set(await keyed(id).catch(() => [])));
  for (const name of jets.sort((a, b) => fat(a) - fat(b) || a.length - b.length)) {
    const wanted = await keyed(name).catch(() => []);
    const used = targets.filter(({ id }) => wanted.some((key) => ids.get(id)!.has(key)));
    if (used.length === 0 || wanted.some((key) => !used.some(({ id }) => ids.get(id)!.has(key)))) continue;
    const of = (part: number): string | string[] => {
      const all = used.map(({ prefix, set }) => prefix + set[part]!);
      return all.length === 1 ? all[0]! : all;
    };
    const id = used.map((one) => one.id);
    const collections = used.map(({ prefix }) => prefix.slice(0, -1)).join(', ');
    const why = `all ${wanted.length} references of ${name} in the first ${rows} rows lead to ${collections}`;
    return {
      constituents: { pt: of(0), eta: of(1), phi: of(2) },
      size: used[0]!.prefix + used[0]!.set[0]!,
      mapping: { take: 'hardest', index: `${name}.owner`, constituent: name, id: id.length === 1 ? id[0] : id },
      reasons: [{ of: 'jets', how: 'sure', why }],
    };
  }
  return undefined;
}
