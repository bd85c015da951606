// Groups of constituents that make a jet: all of them one jet, or as an event's links or angles say.
import type { ColumnValues } from '../formats/format.ts';
import { wrapPhi } from '../jets/wrap-phi.ts';
import { listOf, requireEqualLists, type List, type RefuseRow } from './lists.ts';
import type { MomentumReader } from './momentum.ts';
import type { Plan } from './plan.ts';

export interface Group {
  /** Number of the jet in its row. */
  readonly jet: number;
  /** Its constituents, as items of the lists: those named, else all from `first` to `end`. */
  readonly items?: readonly number[];
  readonly first: number;
  readonly end: number;
}

/** Groups of a row, ascending in the number of the jet. */
export type Grouping = (row: number) => readonly Group[];

export function groupingOf(
  plan: Plan,
  read: Readonly<Record<string, ColumnValues>>,
  reader: MomentumReader,
  rows: number,
  refuse: RefuseRow,
): Grouping {
  const [constituents] = reader.lists as [List];
  const { jets } = plan;
  if (!jets) return (row) => [{ jet: 0, first: constituents.start(row), end: constituents.start(row + 1) }];
  if (jets.cone) {
    const [eta, phi] = [listOf(jets.cone.eta, read), listOf(jets.cone.phi, read)];
    requireEqualLists([eta, phi], rows, refuse);
    return byAngle(eta, phi, jets.cone.radius, reader);
  }
  const index = listOf(jets.index!, read);
  const link = jets.constituent && listOf(jets.constituent, read);
  requireEqualLists([link ?? constituents, index], rows, refuse);
  const id = jets.id && listOf(jets.id, read);
  if (id) requireEqualLists([constituents, id], rows, refuse);
  return byIndex(index, link, id, constituents, refuse);
}

function byIndex(
  index: List,
  link: List | undefined,
  id: List | undefined,
  constituents: List,
  refuse: RefuseRow,
): Grouping {
  const whole = (row: number, list: List, item: number): number => {
    const value = list.get(item);
    return Number.isInteger(value) ? value : refuse(row, list.column, `expected a whole number, found ${value}`);
  };
  return (row) => {
    const first = constituents.start(row);
    const count = constituents.start(row + 1) - first;
    const groups = new Map<number, number[]>();
    const places = id && placesOf(id, row, refuse);
    for (let item = index.start(row); item < index.start(row + 1); item++) {
      const jet = whole(row, index, item);
      if (jet < 0) continue;
      const named = link ? whole(row, link, item) : item - first;
      const number = places ? places.get(named) : named;
      if (number === undefined) {
        const hint = 'they may be of another collection, to be named too, or not in the file';
        return refuse(row, link!.column, `expected an id among those of ${id!.column}, found ${named}: ${hint}`);
      }
      if (number < 0 || number >= count)
        refuse(row, link!.column, `expected the number of one of ${count} constituents, found ${number}`);
      const items = groups.get(jet);
      if (items) items.push(first + number);
      else groups.set(jet, [first + number]);
    }
    return sorted(groups);
  };
}

/** Where in the row each id is. */
function placesOf(id: List, row: number, refuse: RefuseRow): ReadonlyMap<number, number> {
  const places = new Map<number, number>();
  const first = id.start(row);
  for (let item = first; item < id.start(row + 1); item++) {
    const value = id.get(item);
    if (places.has(value))
      refuse(row, id.column, `expected an id of its own for each constituent, found ${value} twice`);
    places.set(value, item - first);
  }
  return places;
}

function byAngle(eta: List, phi: List, radius: number, reader: MomentumReader): Grouping {
  const [constituents] = reader.lists as [List];
  return (row) => {
    const groups = new Map<number, number[]>();
    const [from, to] = [eta.start(row), eta.start(row + 1)];
    for (let item = constituents.start(row); item < constituents.start(row + 1); item++) {
      // what is not finite is handed on to whoever names it
      const found = from === to ? 'absent' : reader.read(item, row, 0);
      if (found === 'absent' || found === 'negative' || found === 'cut') continue;
      let [nearest, least] = [0, found === 'not finite' ? 0 : radius ** 2];
      for (let jet = from; jet < to && found === 'constituent'; jet++) {
        const around = wrapPhi(phi.get(jet) - reader.momentum.phi);
        const distance = (eta.get(jet) - reader.momentum.eta) ** 2 + around ** 2;
        if (distance < least) [nearest, least] = [jet - from, distance];
      }
      if (least === radius ** 2) continue;
      const items = groups.get(nearest);
      if (items) items.push(item);
      else groups.set(nearest, [item]);
    }
    return sorted(groups);
  };
}

function sorted(groups: ReadonlyMap<number, readonly number[]>): Group[] {
  return [...groups].sort(([a], [b]) => a - b).map(([jet, items]) => ({ jet, items, first: 0, end: items.length }));
}
