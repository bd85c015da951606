// Growth of an adversary, small.
import type { GrowthMetrics } from '@jetdemon/artifacts';

const quoted = (value: number, error: number) => ({
  value,
  low: value - error,
  high: value + error,
  description: 'closed form',
});

const way = (node: string, loss: number, error: number) => ({
  ...{ nodes: [`${node}-1`, `${node}-2`], node, accepted: 2, criteria: true, stopped: 1, jets: 128_000 },
  loss: quoted(loss, error),
  curve: [64_000, 128_000].map((jets, at) => ({ jets, value: (loss * (at + 1)) / 2, low: 0, high: loss })),
  late: loss / 2,
});

export const growthMetrics: GrowthMetrics = {
  networks: {
    ll: {
      literal: way('a', 0.05, 0.01),
      wide: { ...way('b', 0.055, 0.01), gain: quoted(0.005, 0.01) },
      free: { ...way('c', 0.4, 0.02), criteria: false, gain: quoted(0.35, 0.02) },
      narrow: { ...way('d', 0.01, 0.01), gain: quoted(-0.04, 0.006) },
    },
    hl: { literal: way('e', 0.08, 0.01) },
  },
  base: 'literal',
  convention: { interval: 0.68, seeds: 2, description: 'bootstrap' },
};
