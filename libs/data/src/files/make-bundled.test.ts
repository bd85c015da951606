// The commands of data/README.md that make the bundled files, as they are printed there, from the small one of them.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readJets } from './read.ts';

const root = path.join(import.meta.dirname, '../../../..');

let folder: string;
beforeAll(() => void (folder = mkdtempSync(path.join(tmpdir(), 'jetdemon-bundled-'))));
afterAll(() => rmSync(folder, { recursive: true }));

test.skipIf(process.platform === 'win32')('the commands of data/README.md run and keep the jets', async () => {
  const readme = readFileSync(path.join(root, 'data/README.md'), 'utf8');
  const [block] = /^npx esbuild libs\/data\/src\/files\/make-bundled\.ts [\s\S]*?(?=^```$)/m.exec(readme)!;
  const commands = block
    .replaceAll(/GENERATED-\w+\.arrow/g, 'data/jets-2k.arrow')
    .replaceAll(/ data\/(jets-\w+\.arrow)$/gm, ` ${folder}/$1`);
  execFileSync('sh', ['-ec', commands], { cwd: root, stdio: 'pipe' });
  const given = await readJets(path.join(root, 'data/jets-2k.arrow'));
  const whole = await readJets(path.join(folder, 'jets-2k.arrow'));
  const compact = await readJets(path.join(folder, 'jets-100k.arrow'));
  expect(whole.ptTeV).toEqual(given.ptTeV);
  expect([...compact.label]).toEqual([...given.label]);
  const deviations = compact.ptTeV.map((pt, at) => Math.abs(pt / given.ptTeV[at]! - 1));
  expect(Math.max(...deviations)).toBeLessThan(2 ** -11 * 1.001); // half precision keeps 11 significant bits
});
