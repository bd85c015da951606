// Pointer layers of a figure: unseen marks over what is drawn, each of which shows the values at its place on a page.
import type { Field, PositionFieldDef, StringFieldDef } from 'vega-lite/types_unstable/channeldef.js';
import type { UnitSpec } from 'vega-lite/types_unstable/spec/unit.js';
import type { Transform } from 'vega-lite/types_unstable/transform.js';
import { axisTitle } from '../text/observables.ts';

/** A value that is shown: its field, its name (`_{…}` is a subscript) and how its number is written. */
export type Told = readonly [field: string, title: string, format?: string];

/** The edges of a bin of an observable. */
export const binTells = (observable: string): Told[] => [
  ['low', `${axisTitle(observable)} from`, '.4~r'],
  ['high', 'below', '.4~r'],
];

export interface Pointer {
  /** Unique within the figure. */
  readonly name: string;
  /** Its own rows, where they are not those of the panel. */
  readonly values?: readonly object[];
  readonly transform?: readonly Transform[];
  readonly x: PositionFieldDef<Field>;
  readonly tells: readonly Told[];
}

const common = ({ name, values, transform }: Pointer) => ({
  name: `pointer-${name}`,
  ...(values && { data: { values: [...values] } }),
  ...(transform && { transform: [...transform] }),
});

const tooltip = (tells: readonly Told[]): StringFieldDef<Field>[] =>
  tells.map(([field, title, format]) => ({
    ...{ field, title },
    ...(format === undefined ? { type: 'nominal' } : { type: 'quantitative', format }),
  }));

/** A disc of `size` square pixels around every point. */
export function pointerAtPoints(pointer: Pointer & { readonly y: PositionFieldDef<Field>; readonly size?: number }) {
  const { x, y, size = 160, tells } = pointer;
  return {
    ...common(pointer),
    mark: { type: 'point', size, filled: true, opacity: 0, clip: true, tooltip: true },
    encoding: { x, y, tooltip: tooltip(tells) },
  } satisfies UnitSpec<Field>;
}

/** The whole height of the panel from `x` to `x2`, for every bin. */
export function pointerAtBins(pointer: Pointer & { readonly x2: string }) {
  const { x, x2, tells } = pointer;
  return {
    ...common(pointer),
    mark: { type: 'rect', opacity: 0, clip: true, tooltip: true },
    encoding: { x, x2: { field: x2 }, tooltip: tooltip(tells) },
  } satisfies UnitSpec<Field>;
}

/** The rectangle from `x`, `y` to `x2`, `y2`, for every cell of an image. */
export function pointerAtCells(
  pointer: Pointer & { readonly x2: string; readonly y: PositionFieldDef<Field>; readonly y2: string },
) {
  const { x, x2, y, y2, tells } = pointer;
  return {
    ...common(pointer),
    mark: { type: 'rect', opacity: 0, clip: true, tooltip: true },
    encoding: { x, x2: { field: x2 }, y, y2: { field: y2 }, tooltip: tooltip(tells) },
  } satisfies UnitSpec<Field>;
}
