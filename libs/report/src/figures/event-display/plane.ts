// The η–φ plane unrolled: where φ is cut so that no jet is torn, and circles that go on at the other edge.

/** `phi` moved by whole turns into [cut, cut + 2π). */
export function fromCut(phi: number, cut: number): number {
  const turn = 2 * Math.PI;
  const above = (((phi - cut) % turn) + turn) % turn;
  return cut + (above < turn ? above : 0);
}

/**
 * Where to cut φ: in the middle of the widest gap between the angles given, at -π where there is none.
 *
 * @returns a value in [-π, π)
 */
export function cutOf(angles: readonly number[]): number {
  if (angles.length === 0) return -Math.PI;
  const sorted = angles.map((phi) => fromCut(phi, -Math.PI)).sort((a, b) => a - b);
  const gaps = sorted.map((phi, at) => ({ phi, gap: (sorted[at + 1] ?? sorted[0]! + 2 * Math.PI) - phi }));
  const widest = gaps.reduce((best, one) => (one.gap > best.gap ? one : best));
  return fromCut(widest.phi + widest.gap / 2, -Math.PI);
}

export interface CirclePoint {
  readonly eta: number;
  readonly phi: number;
  /** Copies are lines of their own. */
  readonly copy: number;
  /** Place in its line. */
  readonly at: number;
}

const points = 72;

/** The circle of `radius` about (`eta`, `phi`), and its copies a turn away that reach into [cut, cut + 2π). */
export function circle(eta: number, phi: number, radius: number, cut: number): CirclePoint[] {
  const turn = 2 * Math.PI;
  const centre = fromCut(phi, cut);
  return [-1, 0, 1].flatMap((copy) => {
    const middle = centre + copy * turn;
    if (middle + radius < cut || middle - radius > cut + turn) return [];
    return Array.from({ length: points + 1 }, (_, at) => {
      const angle = (turn * at) / points;
      return { eta: eta + radius * Math.cos(angle), phi: middle + radius * Math.sin(angle), copy, at };
    });
  });
}
