// The arrows between libraries, as the lint rule draws them: a wrong import is an error, a right one is not.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';
import { beforeAll, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

beforeAll(() => {
  execFileSync(process.execPath, ['test/library-graph.mjs'], { cwd: root });
}, 60_000);

async function boundaryErrors(library: string, imported: string): Promise<number> {
  const eslint = new ESLint({ cwd: root });
  const text = `import * as other from '@jetdemon/${imported}';\nexport const names = Object.keys(other);\n`;
  const [result] = await eslint.lintText(text, { filePath: `libs/${library}/src/arrow.ts` });
  return result!.messages.filter(({ ruleId }) => ruleId === '@nx/enforce-module-boundaries').length;
}

test.each([
  ['statistics', 'models', 1],
  ['compute', 'workflow', 1],
  ['models', 'attacks', 1],
  ['data', 'compute', 1],
  ['report', 'statistics', 0],
  ['data', 'simulation', 1],
  ['workflow', 'artifacts', 1],
  ['artifacts', 'data', 1],
  ['data', 'artifacts', 0],
  ['data', 'statistics', 1],
  ['statistics', 'data', 1],
  ['report', 'data', 0],
  ['report', 'models', 1],
  ['models', 'statistics', 0],
  ['models', 'simulation', 1],
  ['simulation', 'data', 0],
  ['attacks', 'models', 0],
  ['attacks', 'statistics', 0],
  ['statistics', 'attacks', 1],
  ['models', 'compute', 0],
  ['statistics', 'workflow', 0],
])('an import from %s to %s is refused %i times', async (library, imported, times) => {
  expect(await boundaryErrors(library, imported)).toBe(times);
});
