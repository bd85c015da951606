import { expect, test } from 'vitest';
import { placeLabels } from './labels.ts';

const frame = { cut: -Math.PI, etaMax: 5, pixelsPerUnit: 72 };
const jet = (eta: number, phi: number) => ({ lines: ['374 GeV', 'm 92 GeV'], eta, phi, colour: 'red' });
const line = 15 / 72;

test('the words of a lone jet stand above its circle, one line under the other', () => {
  const [first, second] = placeLabels([jet(0, 0)], 1, frame);
  expect([first!.text, second!.text]).toEqual(['374 GeV', 'm 92 GeV']);
  expect([first!.colour, first!.eta]).toEqual(['red', expect.closeTo(0, 12)]);
  expect(second!.phi).toBeGreaterThan(1);
  expect(first!.phi - second!.phi).toBeCloseTo(line, 12);
});

test('words stay inside the frame', () => {
  for (const [eta, phi] of [
    [4.9, 3.1],
    [-4.9, -3.1],
    [4.9, 0],
    [0, 3.1],
  ] as const) {
    // prettier-ignore
    for (const label of placeLabels([jet(eta, phi)], 1, frame)) {
      expect(Math.abs(label.eta)).toBeLessThan(5 - 0.3);
      expect(Math.abs(label.phi)).toBeLessThan(Math.PI - line / 2);
    }
  }
});

test('words of jets at one place do not cover each other', () => {
  const labels = placeLabels([jet(0, 0), jet(0.1, 0), jet(0, 0.1)], 1, frame);
  const clear = labels.every((one, at) =>
    labels.slice(at + 1).every((other) => Math.abs(one.phi - other.phi) > 0.99 * line || Math.abs(one.eta - other.eta) > 0.7),
  ); // prettier-ignore
  expect(clear).toBe(true);
});

test('there are none for no jets', () => expect(placeLabels([], 1, frame)).toEqual([]));
