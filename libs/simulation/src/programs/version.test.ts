import { expect, test } from 'vitest';
import { lineToShow, lineWithVersion } from './version.ts';

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

test.each([
  ['Usage: tool\nTool v8.3.1 of 2024\nbye', 'Tool v8.3.1 of 2024'],
  ['first\nlast', 'last'],
])('of %j the line with a number is shown, else the last', (output, shown) => {
  expect(lineToShow(output)).toBe(shown);
});

test('of a program that failed what it ended with is shown, not the numbers in paths of a traceback', () => {
  // CPython 3.11 without the package
  const traceback = `Traceback (most recent call last):
  File "/usr/lib/python3.11/importlib/metadata/__init__.py", line 563, in from_name
    raise PackageNotFoundError(name)
importlib.metadata.PackageNotFoundError: No package metadata was found for pythia8mc
`;
  expect(lineToShow(traceback)).toBe(traceback.trim().split('\n').at(-1));
});
