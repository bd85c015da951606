// Figures: a specification, the table behind it and its words; and the files that it becomes.
import { figure as kind } from '@jetdemon/artifacts';
import type { TopLevelSpec } from 'vega-lite';
import { toCsv, type Table } from './csv.ts';
import { renderSvg } from './render.ts';

/** A figure before it is drawn. `_{…}` in its words is a subscript. */
export interface Figure<Name extends string = string> {
  readonly spec: TopLevelSpec & { readonly $schema: string };
  readonly table: Table<Name>;
  readonly columns: readonly Name[];
  readonly title: string;
  readonly caption: string;
  /** What a person who cannot see the drawing should know. */
  readonly alt: string;
  /** Kind of the results that it shows: a page puts it there. */
  readonly about: string;
}

/** Writes the files of the kind `figure` into `folder`. */
export async function writeFigure<Name extends string>(folder: string, figure: Figure<Name>): Promise<void> {
  const { title, caption, alt, about } = figure;
  await kind.write(folder, {
    'figure.vl.json': { ...figure.spec },
    'figure.svg': await renderSvg(withoutPointer(figure.spec), alt),
    'figure.csv': toCsv(figure.table, figure.columns),
    'caption.json': { title, caption, alt, about },
  });
}

/** The specification without its layers that answer to a pointer, which a static drawing has no use for. */
export function withoutPointer<T>(spec: T): T {
  if (Array.isArray(spec)) return spec.filter((one) => !isPointer(one)).map(withoutPointer) as T;
  if (typeof spec !== 'object' || spec === null) return spec;
  return Object.fromEntries(
    Object.entries(spec).map(([name, value]) => [name, name === 'values' ? value : withoutPointer(value)]),
  ) as T;
}

const isPointer = (one: unknown) =>
  typeof one === 'object' && one !== null && String((one as { name?: unknown }).name ?? '').startsWith('pointer-');

/** End of a caption: the published figure to compare with. */
export const comparedWith = (compare: string | undefined) => (compare === undefined ? '' : ` Compare ${compare}.`);
