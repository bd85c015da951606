// Which samples a figure draws, in which order, under which names and looks.
import { InputError } from '@jetdemon/workflow';
import { nominalLook, variedLook, type Look } from './style.ts';

export const nominal = 'nominal';

/** A sample of the statistics tables as a figure shows it. */
export interface Shown {
  /** As the tables name it. */
  readonly sample: string;
  /** As the legend names it. */
  readonly label: string;
  readonly look: Look;
}

const usual: Readonly<Record<string, string>> = { fgsm: 'after FGSM', random: 'random control' };

/** The legend label of a sample that was given none: `fgsm-scores` is "after FGSM". */
const usualLabel = (sample: string) => usual[sample.replace(/-scores$/, '')] ?? sample;

/**
 * The samples to show: nominal first, then those that `labels` names, in its order; all that there are, under their
 * usual names, when it names none.
 *
 * @param found samples in the tables, in their order
 * @param labels legend label by sample
 * @throws InputError when a sample is named that is not there
 */
export function samplesToShow(found: readonly string[], labels: Readonly<Record<string, string>>): Shown[] {
  const missing = Object.keys(labels).filter((sample) => !found.includes(sample));
  if (missing.length > 0 || !found.includes(nominal)) {
    const wanted = [nominal, ...missing.filter((sample) => sample !== nominal)].join(', ');
    throw new InputError(`samples: expected ${wanted} among the samples, found ${found.join(', ') || 'none'}`);
  }
  const varied = (Object.keys(labels).length > 0 ? Object.keys(labels) : found).filter((sample) => sample !== nominal);
  return [
    { sample: nominal, label: labels[nominal] ?? nominal, look: nominalLook },
    ...varied.map((sample, index) => ({
      sample,
      label: labels[sample] ?? usualLabel(sample),
      look: variedLook(index),
    })),
  ];
}
