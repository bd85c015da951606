import { describe, expect, test } from 'vitest';
import { addJet, countJet, edgesOf, gridOf, imageOf, movedShare } from './pixels.ts';

const plane = (eta: number, phi: number) => [eta, phi] as const;
const jet = { ptTeV: [0.1, 0.02, 0.003], eta: [0, 0.31, 5], phi: [0, -0.9, 0] };

describe('the grid', () => {
  test('has an odd number of pixels, so that the axis is in the middle of one', () => {
    expect([gridOf(1, 0.05).side, gridOf(1, 2).side, gridOf(0.4, 0.1).side]).toEqual([41, 3, 9]);
    const grid = gridOf(1, 0.05);
    const { x_low, x_high, y_low, y_high } = edgesOf((41 * 41 - 1) / 2, grid);
    expect([x_low, y_low]).toEqual([-1 / 41, -1 / 41].map((edge) => expect.closeTo(edge, 12)));
    expect([x_high, y_high]).toEqual([1 / 41, 1 / 41].map((edge) => expect.closeTo(edge, 12)));
  });
});

describe('an image', () => {
  const grid = gridOf(1, 0.05);

  test('holds each pT [GeV] in the pixel around it, and what is outside nowhere', () => {
    const image = imageOf(jet, plane, grid);
    const filled = [...image.keys()].filter((at) => image[at]! > 0);
    expect(filled.map((at) => image[at])).toEqual([expect.closeTo(20, 9), expect.closeTo(100, 9)]);
    const { x_low, x_high, y_low, y_high } = edgesOf(filled[0]!, grid);
    expect([x_low < 0.31, x_high > 0.31, y_low < -0.9, y_high > -0.9]).toEqual([true, true, true, true]);
  });

  test('of a weight w equals that of w copies; hits count constituents', () => {
    const [weighted, copied, hits] = [1, 2, 3].map(() => new Float64Array(grid.side ** 2));
    addJet(weighted!, jet, plane, grid, 2);
    for (let copy = 0; copy < 2; copy++) addJet(copied!, jet, plane, grid);
    countJet(hits!, jet, plane, grid);
    expect(weighted).toEqual(copied);
    expect(hits!.reduce((sum, hit) => sum + hit)).toBe(2);
  });
});

test('the moved share is 0 for the same, 1 for all elsewhere, and counts what is gone by half', () => {
  const share = (before: number[], after: number[]) => movedShare(Float64Array.from(before), Float64Array.from(after));
  expect(share([3, 1], [3, 1])).toBe(0);
  expect(share([4, 0], [0, 4])).toBe(1);
  expect(share([4, 0], [3, 0])).toBe(0.125);
});
