// What constituents and jets cannot be: padding that nobody named, pT beyond the collisions, numbers that are none.
import { InputError } from '@jetdemon/workflow';
import type { Jets } from '../jets/jets.ts';
import { jetKinematics } from '../jets/kinematics.ts';
import type { RefuseRow } from './lists.ts';
import type { MomentumReader } from './momentum.ts';

/** One value at the end of most rows is no measurement: it marks empty slots. */
export function requireNoPadding({ lists, read }: MomentumReader, rows: number, refuse: RefuseRow): void {
  const list = lists[0]!;
  const found = new Map<number, number>();
  let seen = 0;
  for (let row = 0; row < rows; row++) {
    const last = list.start(row + 1) - 1;
    if (last <= list.start(row)) continue;
    seen++;
    if (['absent', 'cut', 'not finite'].includes(read(last, row, 0))) continue;
    const value = list.get(last);
    const count = (found.get(value) ?? 0) + 1;
    found.set(value, count);
  }
  if (seen < 4) return;
  for (const [value, count] of found) {
    if (count <= seen / 2) continue;
    const where = `in the last slot of ${count} of ${seen} rows`;
    refuse(
      0,
      list.column,
      `expected constituents, found ${value} ${where}: if it marks empty slots, say constituents.padding: ${value}`,
    );
  }
}

const few = 4;

/**
 * Constituents in fractions of the pT of their jet make jets of a pT of 1, or just below where soft ones were left out. Jets of
 * a spectrum do not end there: of none is the pT beyond 1 TeV, of half of them within 3%, of all within 20%.
 */
export function requireNoFractions(jets: Jets, file: string): void {
  if (jets.count < few) return;
  const pt = jetKinematics(jets).ptTeV.sort();
  const [least, middle, most] = [pt[0]!, pt[pt.length >> 1]!, pt.at(-1)!];
  if (most > 1 + 1e-5 || middle < 0.97 || least < 0.8) return;
  const found = `${Number(least.toPrecision(3))} to ${Number(most.toPrecision(4))}`;
  throw InputError.at(
    { file },
    `expected constituents’ pT in TeV, found jets of ${found} TeV in the first ${jets.count} rows, as of fractions of the pT of ` +
      'their jet: say constituents.relative.pt (the column of the jet’s pT), or a layout',
  );
}

export const tooHard = (ptTeV: number, mostTeV: number): string =>
  `expected jets of pT below ${mostTeV} TeV, half the energy of the collisions, found ${Number(ptTeV.toPrecision(4))} TeV: ` +
  'check constituents.unit and padding, or say collisionTeV';

export function refuseMass({ lists, massList }: MomentumReader, row: number, item: number, refuse: RefuseRow): never {
  const list = massList!;
  const value = list.get(item);
  const expected = value < 0 ? 'masses and energies of at least 0' : 'energies of at least the momentum';
  return refuse(row, list.column, `expected ${expected}, found ${value} at constituent ${item - lists[0]!.start(row)}`);
}

export function refuseItem({ lists }: MomentumReader, row: number, item: number, refuse: RefuseRow): never {
  const list = lists.find(({ get }) => !Number.isFinite(get(item))) ?? lists[0]!;
  const value = list.get(item);
  const at = item - list.start(row);
  const hint = Number.isNaN(value) ? ': if it marks empty slots, say constituents.padding: nan' : '';
  return refuse(row, list.column, `expected finite numbers, found ${value} at constituent ${at}${hint}`);
}
