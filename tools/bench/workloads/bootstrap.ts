// Every number of `statistics/significance` with its interval: 1,000 replicas of 15,000 jets, nominal and attacked.
import { measureSignificance } from '@jetdemon/statistics';
import { keyOf, type Key } from '@jetdemon/workflow';
import type { MakeWorkload } from './workload.ts';

export const bootstrap: MakeWorkload = async () => {
  const labels = Uint8Array.from({ length: 15_000 }, (_, row) => row % 2);
  const scores = (key: Key) => {
    const uniform = key.uniform();
    return Float32Array.from(labels, (label) => uniform() ** (label === 1 ? 0.5 : 1));
  };
  const [nominal, varied] = [scores(keyOf('nominal')), scores(keyOf('varied'))];
  return {
    about: '1,000 bootstrap replicas of 15,000 jets, nominal and attacked',
    warmUp: 1,
    async run() {
      measureSignificance(labels, nominal, { varied }, keyOf(1));
      return labels.length;
    },
  };
};
