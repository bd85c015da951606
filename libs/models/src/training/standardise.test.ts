import { defaultLayout, type Jets } from '@jetdemon/data';
import { expect, test } from 'vitest';
import { Standardiser } from './standardise.ts';

function standardise(jets: Jets, rows: Int32Array, names: readonly string[], file: string) {
  const standardiser = new Standardiser(names);
  standardiser.add(jets, rows, file);
  return standardiser.features();
}

/** Jets of constituents with a charge and a feature that is always 7. */
function jetsWith(charges: readonly (readonly number[])[]): Jets {
  const flat = charges.flat();
  const ends = charges.map((_, row) => charges.slice(0, row + 1).flat().length);
  return {
    layout: {
      ...defaultLayout,
      features: [
        ...defaultLayout.features,
        { name: 'charge', unit: '1', description: 'charge', move: 'frozen' },
        { name: 'seven', unit: '1', description: 'seven', move: 'frozen' },
      ],
    },
    count: charges.length,
    offsets: Int32Array.of(0, ...ends),
    ptTeV: Float32Array.from(flat, () => 0.1),
    eta: new Float32Array(flat.length),
    phi: new Float32Array(flat.length),
    features: { charge: Int8Array.from(flat), seven: Int8Array.from(flat, () => 7) },
    label: new Uint8Array(charges.length),
  };
}

test('takes mean and rms over the constituents of the rows alone', () => {
  // 1, 2, 3, 6: mean 3, variance (4 + 1 + 0 + 9) / 4 = 3.5
  const [charge, seven] = standardise(jetsWith([[1, 2, 3], [100], [6]]), Int32Array.of(0, 2), ['charge', 'seven'], 'a');
  expect(charge!.mean).toBeCloseTo(3, 12);
  expect(charge!.scale).toBeCloseTo(1 / Math.sqrt(3.5), 12);
  expect(seven).toEqual({ name: 'seven', mean: 7, scale: 1 });
});

test('takes them over jets that come in parts', () => {
  const standardiser = new Standardiser(['charge']);
  standardiser.add(jetsWith([[1, 2, 3], [100]]), Int32Array.of(0), 'a');
  standardiser.add(jetsWith([[100], [6]]), Int32Array.of(1), 'b');
  expect(standardiser.features()[0]!.mean).toBeCloseTo(3, 12);
  expect(standardiser.features()[0]!.scale).toBeCloseTo(1 / Math.sqrt(3.5), 12);
});

test('refuses what is no feature beside the momentum', () => {
  for (const name of ['pid', 'pt'])
    expect(() => standardise(jetsWith([[1]]), Int32Array.of(0), [name], 'a')).toThrow(
      `a: features: expected features of the constituents (charge, seven), found ${name}`,
    );
});
