// Width of a text, without a browser. Vega's own estimate is eight tenths of the size per letter, which leaves
// legends with wide gaps; and with a canvas installed it would measure, so that drawings would differ between machines.
import * as vega from 'vega';

/** Thousandths of the font size for U+0020 to U+007E: Helvetica, Adobe Core 14 AFM; Arial has the same. */
export const helvetica: readonly number[] = [
  278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
  556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833,
  722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556,
  556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334,
  260, 334, 584,
];

/**
 * Width of `text` at `fontSize` in the same unit; a letter beyond ASCII counts as an average one. Refers to nothing but
 * its arguments, so that its source runs in a page, too.
 */
export function textWidth(text: string, fontSize: number, widths = helvetica): number {
  const plain = text.replace(/_\{([^}]*)\}/g, '$1');
  const thousandths = [...plain].reduce((sum, letter) => sum + (widths[letter.codePointAt(0)! - 32] ?? 556), 0);
  return (thousandths * fontSize) / 1000;
}

interface Measures {
  width(item: { readonly fontSize?: number }, text: unknown): number;
}

// Vega calls this "user defined textMetrics.width"; its type declarations leave it out.
const { textMetrics } = vega as typeof vega & { readonly textMetrics: Measures };

/** Has Vega lay texts out by `textWidth`, in this process from now on. */
export function useTextWidth(): void {
  textMetrics.width = ({ fontSize = 11 }, text) => textWidth(String(text ?? ''), fontSize);
}
