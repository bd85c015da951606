// A legend for figures whose entries are of different kinds (a filled histogram, points, a line), which Vega-Lite's own
// legends cannot show together: a row of samples and names, laid out by the width of the names.
import type { Field } from 'vega-lite/types_unstable/channeldef.js';
import type { LayerSpec } from 'vega-lite/types_unstable/spec/layer.js';
import type { AnyMark } from 'vega-lite/types_unstable/mark.js';
import type { UnitSpec } from 'vega-lite/types_unstable/spec/unit.js';
import { ink } from './style.ts';
import { textWidth } from './text-width.ts';

/** One drawn sample of an entry: centred on its place, as wide and high as said, in pixels. */
export interface Swatch {
  readonly mark: AnyMark;
  readonly width?: number;
  readonly height?: number;
}

export interface Entry {
  readonly name: string;
  /** Drawn over each other, in this order. */
  readonly swatches: readonly Swatch[];
}

const fontSize = 13;
const height = 20;

/** The legend as the first row of a vertical concatenation. */
export function legendRow(entries: readonly Entry[]): LayerSpec<Field> {
  let left = 14;
  const layer = entries.flatMap(({ name, swatches }) => {
    const centre = left;
    left += 20 + textWidth(name, fontSize) + 36;
    return [
      ...swatches.map((swatch) => drawn(swatch, centre)),
      {
        mark: { type: 'text', align: 'left', baseline: 'middle', fontSize, color: ink },
        encoding: { text: { value: name }, x: { value: centre + 20 }, y: { value: height / 2 } },
      } satisfies UnitSpec<Field>,
    ];
  });
  return { width: Math.ceil(left), height, view: { stroke: null }, data: { values: [{}] }, layer };
}

function drawn({ mark, width = 0, height: high = 0 }: Swatch, centre: number): UnitSpec<Field> {
  const [top, middle] = [(height - high) / 2, height / 2];
  return {
    mark,
    encoding: {
      x: { value: centre - width / 2 },
      ...(width > 0 && { x2: { value: centre + width / 2 } }),
      y: { value: high > 0 ? top : middle },
      ...(high > 0 && { y2: { value: top + high } }),
    },
  };
}
