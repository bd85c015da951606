// Published points of susceptibility: AUC and loss of the same stages, by network of a reference.
import type { Reference } from '@jetdemon/statistics';
import { shortOf } from '../../text/subjects.ts';
import type { PublishedPoint } from './data.ts';

/** A point per stage of which a network of the reference has both numbers. */
export function publishedPoints({ numbers, networks }: Reference): PublishedPoint[] {
  return Object.entries(numbers).flatMap(([network, { susceptibility = {} }]) => {
    const stages = Object.keys(susceptibility).flatMap((at) => /^stages\/(.*)\/auc$/.exec(at)?.[1] ?? []);
    return stages.flatMap((stage) => {
      const [auc, loss] = [susceptibility[`stages/${stage}/auc`], susceptibility[`stages/${stage}/loss`]];
      return auc && loss
        ? [{ label: `paper, ${shortOf(networks[network]!.name)}`, auc: auc.value, loss: loss.value }]
        : [];
    });
  });
}
