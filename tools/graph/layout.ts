// Layout of a graph in columns, from left to right: what needs nothing first, everything after all that it needs; lines that
// skip columns get places of their own there, so that they pass between boxes and not behind them.

export interface Box {
  readonly id: string;
  readonly height: number;
  /** Ids of the boxes whose lines end here. */
  readonly needs: readonly string[];
}

export interface Spacing {
  readonly width: number;
  /** Between columns. */
  readonly across: number;
  /** Between boxes of a column. */
  readonly between: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  /** Upper left corner of each box. */
  readonly boxes: ReadonlyMap<string, Point>;
  /** From the right side of one to the left side of the other. */
  readonly lines: readonly { readonly from: string; readonly to: string; readonly points: readonly Point[] }[];
}

/** A box, or the place of a line in a column that it skips. */
interface Place {
  readonly height: number;
  readonly before: Place[];
  readonly after: Place[];
  /** Of the upper side. */
  y: number;
}

const ROUNDS = 12;

/** @param boxes each after all that it needs */
export function layout(boxes: readonly Box[], { width, across, between }: Spacing): Layout {
  const columns: Place[][] = [];
  const places = new Map<string, Place>();
  const columnOf = new Map<string, number>();
  const add = (column: number, height: number): Place => {
    const place: Place = { height, before: [], after: [], y: 0 };
    (columns[column] ??= []).push(place);
    return place;
  };
  for (const { id, height, needs } of boxes) {
    const column = Math.max(-1, ...needs.map((one) => columnOf.get(one)!)) + 1;
    columnOf.set(id, column);
    places.set(id, add(column, height));
  }
  const ways = boxes.flatMap(({ id, needs }) =>
    needs.map((from) => {
      const way = [places.get(from)!];
      for (let column = columnOf.get(from)! + 1; column < columnOf.get(id)!; column++) way.push(add(column, 0));
      way.push(places.get(id)!);
      for (const [at, place] of way.slice(1).entries()) {
        place.before.push(way[at]!);
        way[at]!.after.push(place);
      }
      return { from, to: id, way };
    }),
  );

  columns.forEach((column) => stack(column, between));
  for (let round = 0; round < ROUNDS; round++) {
    const forwards = round % 2 === 0;
    for (const column of forwards ? columns : [...columns].reverse()) {
      const wish = new Map(column.map((place) => [place, wishOf(place, forwards ? place.before : place.after)]));
      if (round < ROUNDS - 4) column.sort((a, b) => wish.get(a)! - wish.get(b)!); // the last rounds leave the order
      settle(
        column,
        column.map((place) => wish.get(place)! - place.height / 2),
        between,
      );
    }
  }
  const top = Math.min(...columns.flat().map(({ y }) => y));
  columns.flat().forEach((place) => (place.y -= top));

  const left = (column: number) => column * (width + across);
  const middle = ({ y, height }: Place) => y + height / 2;
  return {
    width: left(columns.length) - across,
    height: Math.max(...columns.flat().map(({ y, height }) => y + height)),
    boxes: new Map([...places].map(([id, { y }]) => [id, { x: left(columnOf.get(id)!), y }])),
    lines: ways.map(({ from, to, way }) => {
      const first = columnOf.get(from)!;
      const points = way.flatMap((place, at): Point[] => {
        const x = left(first + at);
        const [before, after] = [x, x + width].map((side) => ({ x: side, y: middle(place) })) as [Point, Point];
        return at === 0 ? [after] : at === way.length - 1 ? [before] : [before, after];
      });
      return { from, to, points };
    }),
  };
}

/** Where the middle of a place would best be: at the mean of its neighbours'. */
function wishOf({ y, height }: Place, neighbours: readonly Place[]): number {
  if (neighbours.length === 0) return y + height / 2;
  return neighbours.reduce((sum, one) => sum + one.y + one.height / 2, 0) / neighbours.length;
}

function stack(column: readonly Place[], between: number): void {
  let y = 0;
  for (const place of column) {
    place.y = y;
    y += place.height + between;
  }
}

/** As near to what is wished as the order and the space between allow: the mean of pushing down and of pushing up. */
function settle(column: readonly Place[], wished: readonly number[], between: number): void {
  const down: number[] = [];
  const up: number[] = [];
  for (const at of column.keys())
    down[at] = at === 0 ? wished[at]! : Math.max(wished[at]!, down[at - 1]! + column[at - 1]!.height + between);
  for (let at = column.length - 1; at >= 0; at--)
    up[at] = at === column.length - 1 ? wished[at]! : Math.min(wished[at]!, up[at + 1]! - column[at]!.height - between);
  column.forEach((place, at) => (place.y = (down[at]! + up[at]!) / 2));
}
