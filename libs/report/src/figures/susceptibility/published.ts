// Published points of susceptibility: AUC and loss of the same rungs, by network of a reference.
import type { Reference } from '@jetdemon/statistics';
import { shortOf } from '../../text/subjects.ts';
import type { PublishedPoint } from './data.ts';

/** A point per rung of which a network of the reference has both numbers. */
export function publishedPoints({ numbers, networks }: Reference): PublishedPoint[] {
  return Object.entries(numbers).flatMap(([network, { susceptibility = {} }]) => {
    const rungs = Object.keys(susceptibility).flatMap((at) => /^rungs\/(.*)\/auc$/.exec(at)?.[1] ?? []);
    return rungs.flatMap((rung) => {
      const [auc, loss] = [susceptibility[`rungs/${rung}/auc`], susceptibility[`rungs/${rung}/loss`]];
      return auc && loss
        ? [{ label: `paper, ${shortOf(networks[network]!.name)}`, auc: auc.value, loss: loss.value }]
        : [];
    });
  });
}
