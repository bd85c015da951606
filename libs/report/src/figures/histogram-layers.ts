// Step histograms and ratios as layers of a drawing: what every figure of binned distributions is made of.
import type { Field, PositionFieldDef } from 'vega-lite/types_unstable/channeldef.js';
import type { UnitSpec } from 'vega-lite/types_unstable/spec/unit.js';
import type { Transform } from 'vega-lite/types_unstable/transform.js';

/** Width of a panel in pixels: one alone is as wide as a row of two, so that its texts are as large on a page. */
export const panelWidth = (columns: number): number => (columns === 1 ? 2 * 330 + aligned.spacing : 330);

/** Panels are placed by their frames, whatever the labels around them need, so that columns line up. */
export const aligned = { bounds: 'flush', spacing: 58 } as const;

/** Both edges of every bin in turn: a line through them is the outline of the histogram. */
export const edges: Transform = { fold: ['low', 'high'], as: ['side', 'edge'] };

/** The middle of the bin, as `centre`. */
export const centres: Transform = { calculate: '(datum.low + datum.high) / 2', as: 'centre' };

/** Points are joined in the order of the table: edges of neighbouring bins coincide, and a sort might swap them. */
export const asGiven = { value: 0 };

/** The axis of the observable from `left` to `right`; a panel with another below it has no title and no numbers. */
export function binAxis(left: number, right: number, title: string | null) {
  return (field: string): PositionFieldDef<Field> => ({
    field,
    type: 'quantitative',
    title,
    scale: { domain: [left, right], nice: false },
    axis: { tickCount: 6, labels: title !== null },
  });
}

/** The axis of a ratio panel that reaches as far as `reach` from 1. */
export function ratioAxis(reach: number, title: string[] | null) {
  return (field: string): PositionFieldDef<Field> => ({
    field,
    type: 'quantitative',
    title,
    scale: { domain: [1 - reach, 1 + reach], nice: false },
    axis: { values: [1 - reach / 2, 1, 1 + reach / 2], format: '.2~f', tickCount: 3, titleFontSize: 11 },
  });
}

/** The line at 1 of a ratio panel. */
export const lineAtOne: UnitSpec<Field> = {
  data: { values: [{}] },
  mark: { type: 'rule', color: '#6b6b6b', strokeWidth: 0.8 },
  encoding: { y: { datum: 1 } },
};
