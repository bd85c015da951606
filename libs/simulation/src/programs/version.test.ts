import { expect, test } from 'vitest';
import { lineWithVersion } from './version.ts';

test.each([
  ['8.312', '8.312'],
  ['3.5.1', 'MadGraph5_aMC@NLO\nVERSION 3.5.1   2023-07-11'],
  ['3.4.1', 'Delphes-3.4.1'],
  ['6.32/02', 'ROOT Version: 6.32/02'],
])('%s is found in %j', (declared, output) => {
  expect(lineWithVersion(output, declared)).toBe(output.split('\n').at(-1));
});

test.each([
  ['8.31', '8.312'],
  ['8.3', '8.3.1'],
  ['8.312', '18.312'],
  ['3.1', '8.3.1'],
  ['8x312', '8.312'],
  ['8.312', '8x312'],
])('%s is not found in %j', (declared, output) => {
  expect(lineWithVersion(output, declared)).toBeUndefined();
});
