// Multiplicities of the Poisson bootstrap: how often one jet counts in each replica, drawn for it alone.
import type { Key } from '@jetdemon/workflow';

/** P(n <= k) of a Poisson distribution of mean 1, k = 0, 1, … until it is 1 to the 32 bits of a draw. */
const cumulative: number[] = [];
for (let [k, term, sum] = [0, Math.exp(-1), 0]; sum < 1 - 2 ** -33; term /= ++k) cumulative.push((sum += term));

/**
 * Writes how often the jet of `key` counts in each replica, a Poisson number of mean 1 (Hanley and MacGibbon, Comput. Methods
 * Programs Biomed. 83 (2006) 57): the limit for many jets of a bootstrap that draws as many as there are. What one jet
 * counts does not depend on which others there are, so sums over parts of a sample add up to those over the whole.
 */
export function drawMultiplicities(key: Key, into: Uint8Array): void {
  const uniform = key.uniform();
  for (let replica = 0; replica < into.length; replica++) {
    const u = uniform();
    let times = 0;
    while (u >= cumulative[times]!) times++;
    into[replica] = times;
  }
}
