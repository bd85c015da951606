// Matrix points: axes span a grid, a node is one point of it, and nodes meet on the axes that they share.

export type AxisValue = string | number;

export interface Axis {
  readonly name: string;
  readonly values: readonly AxisValue[];
}

/** `{ network: 'll', seed: 2 }`, axes in order. */
export type Point = Readonly<Record<string, AxisValue>>;

/** All points of the grid, the last axis running fastest; one empty point without axes. */
export function pointsOf(axes: readonly Axis[]): Point[] {
  return axes.reduce<Point[]>(
    (points, { name, values }) => points.flatMap((point) => values.map((value) => ({ ...point, [name]: value }))),
    [{}],
  );
}

/** The points of the grid that agree with `point` on every axis that both have. */
export function pointsThatAgree(axes: readonly Axis[], point: Point): Point[] {
  return pointsOf(
    axes.map(({ name, values }) =>
      Object.hasOwn(point, name)
        ? { name, values: values.filter((value) => same(value, point[name])) }
        : { name, values },
    ),
  );
}

/** A label written as text and the same one written as a number are one value. */
export const same = (a: AxisValue | undefined, b: AxisValue | undefined) => String(a) === String(b);

/** `classifier@network=ll+seed=2`. */
export function idOf(base: string, point: Point): string {
  const axes = Object.entries(point).map(([name, value]) => `${name}=${value}`);
  return axes.length > 0 ? `${base}@${axes.join('+')}` : base;
}

/** The parts of `classifier@network=ll`; undefined when it is not of that form. */
export function parseReference(text: string): { base: string; fixed: Record<string, string> } | undefined {
  const [base = '', ...rest] = text.split('@');
  if (rest.length === 0) return { base, fixed: {} };
  const pairs = rest
    .join('@')
    .split('+')
    .map((pair) => /^([^=]+)=([^=@]+)$/.exec(pair));
  const fixed = Object.fromEntries(pairs.flatMap((pair) => (pair ? [[pair[1]!, pair[2]!]] : [])));
  return base !== '' && Object.keys(fixed).length === pairs.length ? { base, fixed } : undefined;
}
