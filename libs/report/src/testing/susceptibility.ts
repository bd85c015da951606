// Loss against AUC of made-up networks on a straight line, for tests: 3% at an AUC of 0.80 and 2% more per 0.01.
import { quoted } from './contents.ts';

export const stages = ['early', 'half', 'full'];

const aucs: Readonly<Record<string, number>> = { early: 0.8, half: 0.83, full: 0.86, hl: 0.815 };

const lossOf = (stage: string, auc: number) => (stage === 'hl' ? 0.12 : 0.03 + 2 * (auc - 0.8));

/** Rows of points.arrow, and metrics.json. */
export function straightLine(seeds = 3) {
  const point = (stage: string, seed: string, shift: number) => {
    const auc = aucs[stage]! + shift;
    const loss = lossOf(stage, auc) + 4 * shift;
    const [dAuc, dLoss] = [0.003, 0.018];
    return {
      ...{ stage, seed, auc, auc_low: auc - dAuc, auc_high: auc + dAuc },
      ...{ loss, loss_low: loss - dLoss, loss_high: loss + 1.2 * dLoss },
    };
  };
  const points = Object.keys(aucs).flatMap((stage) => [
    ...Array.from({ length: seeds }, (_, seed) => point(stage, String(seed + 1), 0.004 * (seed - (seeds - 1) / 2))),
    point(stage, 'mean', 0),
  ]);
  const means = Object.entries(aucs).map(([stage, auc]) => [
    stage,
    { auc: quoted(auc, 0.003), loss: quoted(lossOf(stage, auc), 0.018), seeds },
  ]);
  const description = `difference and slope over ${stages.join(', ')}; means over ${seeds} training seeds`;
  return {
    points,
    metrics: {
      slope: quoted(2, 0.6),
      full_minus_lowest: quoted(0.12, 0.03),
      stages: Object.fromEntries(means),
      convention: { interval: 0.68, stages, seeds, description },
    },
  };
}
