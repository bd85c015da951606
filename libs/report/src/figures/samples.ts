// Samples of a figure: their order, names and looks.
import { InputError } from '@jetdemon/workflow';
import { groupBy } from '../text/group-by.ts';
import { nominalLook, variedLook, type Look } from './style.ts';

export const nominal = 'nominal';

/** One entry of the legend: a sample of the statistics tables, or several that mean the same in different panels. */
export interface Shown {
  /** As the tables name it. */
  readonly samples: readonly string[];
  /** As the legend names it. */
  readonly label: string;
  readonly look: Look;
}

/**
 * The samples to show: nominal first, then those that `labels` names, in its order; all that there are, under their
 * own names, when it names none. Samples of one label are one entry.
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
  const byLabel = groupBy(varied, (sample) => labels[sample] ?? sample);
  return [
    { samples: [nominal], label: labels[nominal] ?? nominal, look: nominalLook },
    ...[...byLabel].map(([label, samples], index) => ({ samples, label, look: variedLook(index) })),
  ];
}

/**
 * The legend label of each sample shown.
 *
 * @param rows of all panels
 * @throws InputError when two samples of one label are in the same panel, where they would be drawn as one
 */
export function labelsOf(
  shown: readonly Shown[],
  rows: readonly { readonly network: string; readonly sample: string }[],
): ReadonlyMap<string, string> {
  const labels = new Map(shown.flatMap(({ samples, label }) => samples.map((sample) => [sample, label] as const)));
  const first = new Map<string, string>();
  for (const { network, sample } of rows) {
    const label = labels.get(sample);
    if (label === undefined) continue;
    const place = `${network}/${label}`;
    const other = first.get(place) ?? first.set(place, sample).get(place)!;
    if (other !== sample) {
      throw new InputError(
        `samples: expected one sample called "${label}" in each panel, found ${other} and ${sample} in ${network}`,
      );
    }
  }
  return labels;
}
