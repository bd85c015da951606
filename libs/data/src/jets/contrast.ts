// Contrast of signal classes with background classes: what a classifier tells apart, an attack fools, a statistic
// counts.
import { InputError } from '@jetdemon/workflow';
import type { JetRows } from './batch.ts';
import type { Jets } from './jets.ts';
import type { JetLayout } from './layout.ts';

/** Sets of classes by name; jets of other classes are neither. */
export interface Contrast {
  readonly background: readonly string[];
  readonly signal: readonly string[];
}

/** What labels are once a contrast is chosen. */
export const truths = { background: 0, signal: 1, neither: 2 } as const;

export const defaultContrast: Contrast = { background: ['background'], signal: ['signal'] };

/**
 * The contrast that is asked for; without one the classes called background and signal. A sample that has neither is
 * unlabelled: all its jets are neither.
 *
 * @param where named in the `InputError`
 * @throws InputError for a name that is no class, or is on both sides
 */
export function contrastOf({ classes }: JetLayout, asked: Contrast | undefined, where: string): Contrast {
  if (!asked) return defaultContrast;
  const { background, signal } = asked;
  const unknown = [...background, ...signal].find((name) => !classes.includes(name));
  if (unknown !== undefined)
    throw new InputError(
      `contrast: expected classes of the jets (${classes.join(', ')}), found ${unknown}`,
      `${where}:`,
    );
  const both = signal.find((name) => background.includes(name));
  if (both !== undefined)
    throw new InputError(
      `contrast: expected each class on one side, found ${both} as background and signal`,
      `${where}:`,
    );
  return asked;
}

/** Whether both have the same sides. */
export const sameContrast = (a: Contrast, b: Contrast): boolean => inWords(a) === inWords(b);

/** Of each jet whether it is background (0), signal (1) or neither (2), `[count]`. */
export function truthOf(
  { label, layout }: Pick<Jets, 'label' | 'layout'>,
  { background, signal }: Contrast,
): Uint8Array {
  const { classes } = layout;
  const truthOfClass = classes.map((name) =>
    signal.includes(name) ? truths.signal : background.includes(name) ? truths.background : truths.neither,
  );
  return label.map((index) => truthOfClass[index]!);
}

/** The same jets with classes background, signal and neither; those that are called so already are as they were. */
export function underContrast<J extends JetRows>(jets: J, contrast: Contrast): J {
  const { classes } = jets.layout;
  if (sameContrast(contrast, defaultContrast) && classes.join() === 'background,signal') return jets;
  return { ...jets, label: truthOf(jets, contrast), layout: { ...jets.layout, classes: Object.keys(truths) } };
}

/** Those of `rows` whose jets are background or signal under a contrast that the jets are under already. */
export function rowsOfBoth({ label }: Pick<Jets, 'label'>, rows: Int32Array): Int32Array {
  return rows.filter((row) => label[row]! < truths.neither);
}

/** `signal top against background qcd, w`, for messages. */
export function inWords({ background, signal }: Contrast): string {
  const named = (names: readonly string[]) => [...names].sort().join(', ') || 'nothing';
  return `signal ${named(signal)} against background ${named(background)}`;
}
