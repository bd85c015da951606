// Mean loss of a validation set, from logits on the host, in double precision.

/** Mean binary cross-entropy w (log(1 + e^z) − y z) of logits z, labels y and weights w, 1 by default. */
export function meanCrossEntropy(logits: Float32Array, label: ArrayLike<number>, weights?: ArrayLike<number>): number {
  let total = 0;
  logits.forEach((z, at) => {
    const loss = Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))) - z * label[at]!;
    total += weights ? weights[at]! * loss : loss;
  });
  return total / logits.length;
}
