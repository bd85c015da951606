// The lock file installs on every platform: npm leaves the native packages of other systems out of it when the registry
// at hand lacks them, and `npm ci` then fails everywhere.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

interface Locked {
  optionalDependencies?: Record<string, string>;
}

const { packages } = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8')) as {
  packages: Record<string, Locked>;
};

/** As Node looks a package up: in the folder of `from`, then in each folder above it. */
function isLocked(from: string, name: string): boolean {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    if (`${folder}${folder && '/'}node_modules/${name}` in packages) return true;
    if (!folder) return false;
  }
}

test('every optional package of every platform is in the lock file', () => {
  const wanted = Object.entries(packages).flatMap(([from, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).map((name) => ({ from, name })),
  );
  expect(wanted.length).toBeGreaterThan(0);
  expect(wanted.filter(({ from, name }) => !isLocked(from, name))).toEqual([]);
});

test('the lock file names no registry', () => {
  expect(JSON.stringify(packages)).not.toContain('"resolved":"http');
});

test('installing runs no script', () => {
  expect(readFileSync(new URL('../.npmrc', import.meta.url), 'utf8')).toMatch(/^ignore-scripts=true$/m);
});
