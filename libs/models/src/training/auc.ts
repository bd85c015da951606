// Area under the ROC curve and mean loss of a validation set, from logits on the host, in double precision.

/**
 * P(score of a signal jet > score of a background jet), ties counting half: the Mann-Whitney statistic over the product
 * of the class sizes, from mid-ranks; of weighted jets over the product of their sums of weights. NaN when a class is
 * empty.
 *
 * @param label `[jets]`, 1 signal, 0 background
 * @param weights `[jets]`, 1 by default
 */
export function validationAuc(scores: Float32Array, label: ArrayLike<number>, weights?: Float32Array): number {
  if (weights) return weightedAuc(scores, label, weights);
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

function weightedAuc(scores: Float32Array, label: ArrayLike<number>, weights: Float32Array): number {
  const order = Uint32Array.from(scores, (_, at) => at).sort((a, b) => scores[a]! - scores[b]!);
  let [signal, background, won] = [0, 0, 0];
  for (let start = 0; start < order.length;) {
    let [tiedSignal, tiedBackground, end] = [0, 0, start];
    for (; end < order.length && scores[order[end]!] === scores[order[start]!]; end++) {
      const weight = weights[order[end]!]!;
      if (label[order[end]!] === 1) tiedSignal += weight;
      else tiedBackground += weight;
    }
    won += tiedSignal * (background + tiedBackground / 2);
    [signal, background, start] = [signal + tiedSignal, background + tiedBackground, end];
  }
  return won / (signal * background);
}

/** Mean binary cross-entropy w (log(1 + e^z) − y z) of logits z, labels y and weights w, 1 by default. */
export function meanCrossEntropy(logits: Float32Array, label: ArrayLike<number>, weights?: Float32Array): number {
  let total = 0;
  logits.forEach((z, at) => {
    const loss = Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))) - z * label[at]!;
    total += weights ? weights[at]! * loss : loss;
  });
  return total / logits.length;
}
