import { expect, test } from 'vitest';
import { paperNumbers } from './paper-numbers.ts';

test.each(['ll', 'hl'] as const)('of %s, the loss follows from the two significances', (network) => {
  const { peak, at_nominal_optimum, loss_at_nominal_optimum } = paperNumbers[network];
  const loss = 1 - at_nominal_optimum!.value / peak!.value;
  expect(Math.abs(loss - loss_at_nominal_optimum!.value)).toBeLessThanOrEqual(loss_at_nominal_optimum!.rounding);
});

test('each number says where it is from', () => {
  for (const numbers of Object.values(paperNumbers)) {
    for (const { source } of Object.values(numbers)) expect(source).toMatch(/1910\.08606|authors’ public repository/);
  }
});
