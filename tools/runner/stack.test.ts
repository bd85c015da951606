import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { bundle } from '../bundle/bundle.mjs';
import { ofSources } from './stack.ts';

const root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'jetdemon-stack-')));
afterAll(() => fs.rmSync(root, { recursive: true, force: true }));

test('a stack of emitted code names file, line and column of the source', async () => {
  for (const [file, text] of Object.entries({
    'libs/a/first.ts': `interface Jet {\n  readonly pt: number;\n}\nimport { fail } from './second.ts';\nexport const run = (jet: Jet) => fail(jet.pt);\n`,
    'libs/a/second.ts': `/** Fails. */\nexport function fail(pt: number): never {\n  throw new Error(\`no \${pt}\`);\n}\n`,
    'node_modules/esbuild/package.json': fs.readFileSync('node_modules/esbuild/package.json', 'utf8'),
  })) {
    fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    fs.writeFileSync(path.join(root, file), text);
  }
  fs.mkdirSync(path.join(root, 'libs'), { recursive: true });
  const [emitted] = await bundle({
    root,
    name: 'test',
    entries: [{ name: 'main', file: 'libs/a/first.ts' }],
    minify: true,
  });
  const { run } = (await import(/* @vite-ignore */ pathToFileURL(emitted!.file).href)) as {
    run: (jet: object) => void;
  };
  let stack = '';
  try {
    run({ pt: 5 });
  } catch (error) {
    stack = (error as Error).stack!;
  }
  expect(ofSources(stack)).toContain(`at fail (${path.join(root, 'libs/a/second.ts')}:3:9)`);
  expect(ofSources(stack)).toContain(`${path.join(root, 'libs/a/first.ts')}:5:34`);
  fs.rmSync(`${emitted!.file}.map`);
  expect(ofSources(stack)).toBe(stack);
});
