// Damage to files, drawn: bytes that are cut off, lost, repeated or changed.

/** Whole numbers below a limit: Numerical Recipes' linear congruential generator. */
export type Draw = (below: number) => number;

export function generator(seed: number): Draw {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

export function mutated(bytes: Uint8Array, draw: Draw): Uint8Array {
  const at = draw(bytes.length);
  const kind = draw(4);
  if (kind === 0) return bytes.slice(0, at);
  if (kind === 1) return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + draw(40))]);
  if (kind === 2)
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(draw(bytes.length), at + 30), bytes.subarray(at)]);
  const copy = bytes.slice();
  for (let times = 1 + draw(8); times > 0; times--) copy[draw(copy.length)] = draw(256);
  return copy;
}
