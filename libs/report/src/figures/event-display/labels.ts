// Positions of the words of a jet or photon: at the rim of its circle, inside the frame, clear of words and circles.
import { fromCut } from './plane.ts';
import { textWidth } from '../text-width.ts';

export interface Frame {
  /** φ of its lower edge. */
  readonly cut: number;
  /** η reaches from -etaMax to etaMax. */
  readonly etaMax: number;
  readonly pixelsPerUnit: number;
}

export interface Labelled {
  readonly lines: readonly string[];
  readonly eta: number;
  readonly phi: number;
}

export const labelSize = 12;
const lineHeight = 15;
const directions = 16;

interface Box {
  readonly eta: number;
  readonly phi: number;
  /** Half of its width and height. */
  readonly wide: number;
  readonly high: number;
}

/** Every line of every label with the middle of it; those first in the list choose their place first. */
export function placeLabels<T extends Labelled>(
  items: readonly T[],
  radius: number,
  { cut, etaMax, pixelsPerUnit }: Frame,
): (Omit<T, 'lines'> & { readonly text: string })[] {
  const line = lineHeight / pixelsPerUnit;
  const centres = items.map(({ eta, phi }) => ({ eta, phi: fromCut(phi, cut) }));
  const placed: Box[] = [];
  return items.flatMap(({ lines, ...item }, own) => {
    const wide = (Math.max(...lines.map((text) => textWidth(text, labelSize))) / 2 + 3) / pixelsPerUnit;
    const high = (lines.length * line) / 2;
    const centre = centres[own]!;
    const candidates = Array.from({ length: directions }, (_, at): Box => {
      const angle = Math.PI / 2 + (at % 2 === 0 ? -1 : 1) * Math.PI * (Math.ceil(at / 2) / (directions / 2)); // top first
      const [across, up] = [Math.cos(angle), Math.sin(angle)];
      return {
        eta: centre.eta + across * (radius + wide + 0.02),
        phi: centre.phi + up * (radius + high + 0.02),
        wide,
        high,
      };
    });
    const cost = (box: Box) => {
      const outside = Math.max(
        0,
        Math.abs(box.eta) + wide - etaMax,
        cut + high - box.phi,
        box.phi + high - cut - 2 * Math.PI,
      );
      const covered = placed.filter((other) => overlap(box, other)).length;
      const within = centres.filter(({ eta, phi }) => Math.hypot(box.eta - eta, box.phi - phi) < radius + high).length;
      return (outside > 0 ? 100 : 0) + 10 * covered + within;
    };
    const best = candidates.reduce((found, box) => (cost(box) < cost(found) ? box : found));
    placed.push(best);
    return lines.map((text, at) => ({ ...item, text, eta: best.eta, phi: best.phi + high - (at + 0.5) * line }));
  });
}

const overlap = (a: Box, b: Box) =>
  Math.abs(a.eta - b.eta) < a.wide + b.wide && Math.abs(a.phi - b.phi) < a.high + b.high;
