// Area under the ROC curve and mean loss of a validation set, from logits on the host, in double precision.

/**
 * P(score of a signal jet > score of a background jet), ties counting half: the Mann-Whitney statistic over the product
 * of the class sizes, from mid-ranks. NaN when a class is empty.
 *
 * @param label `[jets]`, 1 signal, 0 background
 */
export function validationAuc(scores: Float32Array, label: ArrayLike<number>): number {
  const order = Uint32Array.from(scores, (_, at) => at).sort((a, b) => scores[a]! - scores[b]!);
  let [signal, rankSum] = [0, 0];
  for (let start = 0; start < order.length;) {
    let end = start;
    while (end < order.length && scores[order[end]!] === scores[order[start]!]) end++;
    const midRank = (start + 1 + end) / 2;
    for (; start < end; start++) {
      if (label[order[start]!] !== 1) continue;
      signal++;
      rankSum += midRank;
    }
  }
  return (rankSum - (signal * (signal + 1)) / 2) / (signal * (order.length - signal));
}

/** Mean binary cross-entropy log(1 + e^z) − y z of logits z and labels y. */
export function meanCrossEntropy(logits: Float32Array, label: ArrayLike<number>): number {
  let total = 0;
  logits.forEach((z, at) => (total += Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))) - z * label[at]!));
  return total / logits.length;
}
