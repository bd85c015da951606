import { keyOf } from '@jetdemon/workflow';
import { expect, test } from 'vitest';
import { draw, fill } from './pseudodata.ts';

/** The first 1000 jets in the first bin, none in the second, 7 outside. */
const jets = { jets: Int32Array.from({ length: 1007 }, (_, jet) => jet), ends: Int32Array.of(1000, 1000, 1007) };
const panel = { bins: 2, nominal: jets, perturbed: jets, signal: jets };
const chance = (p: number) => new Float64Array(1007).fill(p);

test.each([1, 3, 4])('bins of more than 255 jets hold all of them, in each of %i draws', (draws) => {
  const data = chance(1);
  const drawn = draw({ data, perturbed: data, admixture: chance(0) }, keyOf(1).uniform(), draws);
  const filled = fill(panel, drawn, { modelWeight: 2 });
  expect(filled).toHaveLength(draws);
  for (const { model, counts } of filled) {
    expect(counts).toEqual({
      background: Float64Array.of(1000, 0, 7),
      with_signal: Float64Array.of(1000, 0, 7),
      unperturbed: Float64Array.of(1000, 0, 7),
    });
    expect(model.sum).toEqual(new Float64Array(3));
  }
});

test.each([
  { weights: 'alike', modelWeight: 0.25, kept: undefined },
  {
    weights: 'of their own',
    modelWeight: chance(1).map((_, jet) => jet),
    kept: { nominal: chance(2), perturbed: chance(3), signal: chance(4) },
  },
])('draws at once are those one after the other, of weights $weights', ({ modelWeight, kept }) => {
  const chances = { data: chance(0.3), perturbed: chance(0.6), admixture: chance(0.1) };
  const [together, apart] = [keyOf(2).uniform(), keyOf(2).uniform()];
  const options = { modelWeight, ...(kept && { kept }) };
  expect(fill(panel, draw(chances, together, 3), options)).toEqual(
    [1, 2, 3].flatMap(() => fill(panel, draw(chances, apart), options)),
  );
});
