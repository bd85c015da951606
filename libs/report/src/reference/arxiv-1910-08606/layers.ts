// Where the networks of an analysis have other layers than those of arXiv:1910.08606, §II.
import type { Circumstances } from '../difference.ts';

/** Units of the layers, by the names that the parameters of models/train have. */
const PAPER: Readonly<Record<string, Readonly<Record<string, readonly number[]>>>> = {
  hl: { hidden: [384, 384, 384] },
  pfn: { phi: [256, 256, 64], f: [256, 256, 256] },
};

const NAMES: Readonly<Record<string, string>> = { hl: 'HL', pfn: 'LL', hidden: '', phi: 'Φ ', f: 'F ' };

/** A phrase for each stack of layers that is not the paper's; trainings that say nothing of layers are passed over. */
export function otherLayers({ classifiers = [] }: Circumstances): string[] {
  const found = classifiers.flatMap(({ network, widths, width, depth }) => {
    const stacks = Object.entries(PAPER[String(network)] ?? {});
    const asked = (widths as Record<string, Record<string, number[]>> | undefined)?.[String(network)];
    if (!asked) return [];
    const name = NAMES[String(network)]!;
    if (width !== undefined || depth !== undefined) return [`${name} with a width or depth of its own`];
    return stacks.flatMap(([stack, paper]) => {
      const here = asked[stack]!.join('-');
      return here === paper.join('-') ? [] : [`${name} ${NAMES[stack]}${here} instead of ${paper.join('-')}`];
    });
  });
  return [...new Set(found)];
}
