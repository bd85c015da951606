// Constituents of jets, proposed: by their names where they are lists, by what is in them in an array.
// Generators' records and jets themselves are none.
import type { FileColumn, FileTable, OpenFile } from '../../formats/format.ts';
import { sampleOrNone, type Range } from './ranges.ts';
import type { Reason } from './reason.ts';

export interface Guess {
  readonly table: FileTable;
  readonly constituents: Readonly<Record<string, string | number | readonly string[]>>;
  /** Column and feature of which the range tells the unit. */
  readonly size: readonly [column: string, feature: number];
  readonly reasons: readonly Reason[];
}

const names = (columns: readonly FileColumn[]): string[] => columns.map(({ name }) => name);

/** @param usable the table, with its readable columns only */
export async function constituentsIn(open: OpenFile, usable: FileTable): Promise<Guess | undefined> {
  return fromLists(usable) ?? (await fromArray(open, usable)) ?? fromLists(usable, true);
}

const arrayNames = /^(x|x_?(jets?|train|test|val)|.*(const|particle|cand|track|tower|clus).*)$/i;

/** One array [N, M, F] whose features are told apart by what is in them. */
async function fromArray(open: OpenFile, table: FileTable): Promise<Guess | undefined> {
  const arrays = table.columns.filter(
    ({ name, ragged, shape }) => shape.length === (ragged ? 1 : 2) && shape.at(-1)! >= 3 && !generated(name, table),
  );
  const array =
    arrays.find(({ name }) => arrayNames.test(name.split(/[./]/).at(-1)!)) ??
    arrays.find(({ ragged }) => !ragged && arrays.length === 1);
  if (!array) return undefined;
  const features = array.shape.at(-1)!;
  const { ranges, cartesian } = await sampleOrNone(open, table, array);
  const why = `the ranges of the features of ${array.name} in the first rows look like that`;
  const reasons: Reason[] = [{ of: 'constituents', how: 'guess', why }];
  if (cartesian) {
    const { px, py, pz } = cartesian;
    const because = `one feature of ${array.name} is the energy of three others everywhere in the first rows`;
    return {
      table,
      constituents: { array: array.name, px, py, pz },
      size: [array.name, px],
      reasons: [{ of: 'constituents', how: 'likely', why: because }],
    };
  }
  // φ fills (-π, π] or [0, 2π), pT is never negative, η has both signs; what else there is comes after these
  const isPhi = ({ min, max }: Range): boolean => max - min > 4 && max - min < 6.4 && min > -3.2 && max < 6.4;
  const candidates = ranges.slice(0, Math.min(features, 8));
  const phi = candidates.findLastIndex((range, at) => at < 4 && isPhi(range));
  const pt = candidates.findIndex(({ min, max }, at) => at !== phi && min >= 0 && max > 0);
  const eta = candidates.findIndex(
    ({ min, max }, at) => at !== phi && at !== pt && min < 0 && max > 0 && max - min < 14,
  );
  if (phi < 0 || pt < 0 || eta < 0) return undefined;
  const energyflow = array.name === 'X' && pt === 0 && eta === 1 && phi === 2;
  if (energyflow)
    reasons.push({
      of: 'rapidity',
      how: 'guess',
      why: 'energyflow calls its array X; if it made this file, layout: energyflow says all of it',
    });
  const constituents = { array: array.name, pt, [energyflow ? 'rapidity' : 'eta']: eta, phi };
  return { table, constituents, size: [array.name, pt], reasons };
}

export const polar = [['pt', 'eta', 'phi'], ['Pt', 'Eta', 'Phi'], ['PT', 'Eta', 'Phi'], ['ET', 'Eta', 'Phi'], ['pT', 'eta', 'phi']]; // prettier-ignore
const cartesian = [
  ['px', 'py', 'pz'],
  ['Px', 'Py', 'Pz'],
  ['PX', 'PY', 'PZ'],
];
/** The generator's record and selected tracks are not what a jet is made of. */
const unlikely = /^(gen|lhe|sub|iso|lost|mc)|[._](gen|mc)|gen_?part|truth|^particle\./i;
/** A generator's record says what became of each particle. */
const ofGenerators = /^(status\w*|m1|d1|mothers?\w*|parents?\w*|genpartidxmother)$/i;
/** Jets are made of constituents; they are none. */
const ofJets = /jets?\d*[._]?$/i;
/** Delphes' names, those of which jets are made before single detectors. */
const delphes = /^(ParticleFlowCandidate|EFlow(Merged)?)\./;
export const likely = /const|part|cand|pf|track|tower|deposit|clus/i;

/** Whether columns of this prefix are a generator's record. */
export function generated(prefix: string, { columns }: FileTable): boolean {
  if (unlikely.test(prefix)) return true;
  return (
    prefix !== '' && columns.some(({ name }) => name.startsWith(prefix) && ofGenerators.test(name.slice(prefix.length)))
  );
}

/** Three list columns of one prefix: constituents rather than jets or leptons, going by their name. */
function fromLists(table: FileTable, bare = false): Guess | undefined {
  const lists = new Set(names(table.columns.filter(({ ragged, shape }) => shape.length === (ragged ? 0 : 1))));
  const found = [...polar, ...cartesian].flatMap((set) => {
    const [first] = set as [string];
    return [...lists]
      .filter((name) => name.endsWith(first) && set.every((part) => lists.has(name.slice(0, -first.length) + part)))
      .map((name) => ({ prefix: name.slice(0, -first.length), set }));
  });
  const best =
    found.find(({ prefix }) => delphes.test(prefix)) ??
    found.find(({ prefix }) => likely.test(prefix) && !generated(prefix, table) && !ofJets.test(prefix)) ??
    (bare ? found.find(({ prefix }) => prefix === '') : undefined);
  if (!best) return undefined;
  const keys = cartesian.includes(best.set) ? ['px', 'py', 'pz'] : ['pt', 'eta', 'phi'];
  const constituents = Object.fromEntries(keys.map((key, at) => [key, best.prefix + best.set[at]!]));
  const puppi = `${best.prefix}puppiWeight`;
  const reason: Reason =
    best.prefix === ''
      ? {
          of: 'constituents',
          how: 'guess',
          why: 'lists with the names of coordinates: they may be jets or leptons too',
        }
      : { of: 'constituents', how: 'likely', why: `that is what ${best.prefix}* sounds like` };
  return {
    table,
    constituents: lists.has(puppi) ? { ...constituents, scale: puppi } : constituents,
    size: [best.prefix + best.set[0]!, 0],
    reasons: lists.has(puppi)
      ? [reason, { of: 'scale', how: 'likely', why: `${puppi} has yet to be applied in PFNano` }]
      : [reason],
  };
}
