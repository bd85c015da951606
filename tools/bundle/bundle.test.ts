import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { bundle, isWhole, type Emitted } from './bundle.mjs';

const base = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'jetdemon-bundle-')));
afterAll(() => fs.rmSync(base, { recursive: true, force: true }));

let count = 0;
let root: string;
beforeEach(async () => {
  root = path.join(base, String(++count));
  makeRoot(root);
  await new Promise((resolve) => setTimeout(resolve, 3)); // of sources written in the millisecond of a build nothing is kept
});

function makeRoot(folder: string) {
  const files = {
    'libs/a/package.json': JSON.stringify({
      name: '@jetdemon/a',
      type: 'module',
      exports: { '.': './index.ts' },
      sideEffects: false,
    }),
    'libs/a/index.ts': `export { twice } from './twice.ts';\nexport { unused } from './unused.ts';`,
    'libs/a/twice.ts': `export const twice = (x: number): number => 2 * x;`,
    'libs/a/unused.ts': `export const unused = 1;`,
    'libs/b/package.json': JSON.stringify({
      name: '@jetdemon/b',
      type: 'module',
      exports: {},
      peerDependenciesMeta: { rare: { optional: true } },
    }),
    'libs/b/first.ts': `export const run = async () => (await import('./inner.ts')).inner(1);`,
    'libs/b/inner.ts': `import { twice } from '@jetdemon/a';\nexport const inner = (x: number) => twice(x) + 1;`,
    'libs/b/second.ts': `export const run = () => 2;`,
    'libs/b/packages.ts': `import { guessed } from 'common';\nexport const run = () => guessed();`,
    'libs/b/rare.ts': `export const run = () => import('rare').catch(() => 'absent');`,
    'node_modules/common/package.json': JSON.stringify({ name: 'common', version: '1.0.0' }),
    'node_modules/common/index.js': `module.exports = Object.fromEntries([['guessed', () => 'root']]);`,
    'node_modules/esbuild/package.json': fs.readFileSync('node_modules/esbuild/package.json', 'utf8'),
  };
  for (const [file, text] of Object.entries(files)) write(path.join(folder, file), text);
}

function write(file: string, text: string) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
}

async function emit(name: string, where = root, siblings: readonly string[] = []): Promise<Emitted> {
  const entries = [name, ...siblings].map((each) => ({ name: each, file: `libs/b/${each}.ts` }));
  return (await bundle({ root: where, name: 'test', entries, minify: true }))[0]!;
}

const runOf = async ({ file }: Emitted) => {
  const { run } = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as { run: () => unknown };
  return run();
};

describe('emitted code', () => {
  test('runs, libraries and dynamic imports included', async () => {
    expect(await runOf(await emit('first'))).toBe(3);
  });

  test.each([
    [
      'a comment and whitespace',
      'libs/a/twice.ts',
      `// doubled\nexport const twice = (x: number): number =>\n  2 * x;`,
    ],
    ['types', 'libs/a/twice.ts', `export const twice = (x: 1 | 2): number => 2 * x;`],
    ['what it does not import', 'libs/b/second.ts', `export const run = () => 3;`],
    ['what its library has beside', 'libs/a/unused.ts', `export const unused = 2;`],
  ])('does not change with %s', async (_, file, text) => {
    const { digest } = await emit('first');
    write(path.join(root, file), text);
    expect((await emit('first')).digest).toBe(digest);
  });

  test('changes with what it imports when it runs', async () => {
    const { digest } = await emit('first');
    write(path.join(root, 'libs/a/twice.ts'), `export const twice = (x: number) => 3 * x;`);
    const after = await emit('first');
    expect(after.digest).not.toBe(digest);
    expect(await runOf(after)).toBe(4);
  });

  test('changes neither with its siblings nor with the folder that the repository lies in', async () => {
    const { digest } = await emit('packages');
    const elsewhere = path.join(base, 'else', 'where');
    makeRoot(elsewhere);
    expect((await emit('packages', elsewhere, ['first', 'second'])).digest).toBe(digest);
  });

  test('is not emitted again when nothing changed', async () => {
    const { file } = await emit('first');
    const earlier = new Date(Date.now() - 10_000); // a source saved in the millisecond in which it is read would be built again
    fs.utimesSync(path.join(root, 'libs/b/first.ts'), earlier, earlier);
    await emit('first');
    fs.utimesSync(file, 1, 1);
    await emit('first');
    expect(fs.statSync(file).mtimeMs).toBe(1000); // left alone
  });

  test('is not emitted again where sources were only touched, or copied with it', async () => {
    const [earlier, touched] = [20_000, 10_000].map((ago) => new Date(Date.now() - ago)) as [Date, Date]; // as above
    for (const source of ['a/twice', 'b/first', 'b/inner'])
      fs.utimesSync(path.join(root, `libs/${source}.ts`), earlier, earlier);
    const { file } = await emit('first');
    fs.utimesSync(path.join(root, 'libs/b/first.ts'), touched, touched);
    fs.utimesSync(file, 1, 1);
    await emit('first');
    const copy = path.join(base, 'copy');
    fs.cpSync(root, copy, { recursive: true, preserveTimestamps: true });
    const copied = await emit('first', copy);
    expect(copied.file).toBe(path.join(copy, path.relative(root, file)));
    for (const each of [file, copied.file]) expect(fs.statSync(each).mtimeMs).toBe(1000); // left alone
    const twice = path.join(copy, 'libs/a/twice.ts');
    const { atime, mtime } = fs.statSync(twice);
    write(twice, `export const twice = (x: number): number => 3 * x;`);
    fs.utimesSync(twice, atime, mtime);
    expect(await runOf(await emit('first', copy))).toBe(4);
    expect(await runOf(await emit('first'))).toBe(3);
  });

  test('is added to what was emitted of others, unless a source changed since', async () => {
    const earlier = new Date(Date.now() - 10_000); // as above
    for (const file of ['a/twice', 'b/first', 'b/inner', 'b/second'])
      fs.utimesSync(path.join(root, `libs/${file}.ts`), earlier, earlier);
    const [first, second] = [await emit('first'), await emit('second')];
    for (const { file } of [first, second]) fs.utimesSync(file, 1, 1);
    expect(await emit('first', root, ['second'])).toEqual(first);
    expect(await emit('second', root, ['first'])).toEqual(second);
    for (const { file } of [first, second]) expect(fs.statSync(file).mtimeMs).toBe(1000); // left alone
    write(path.join(root, 'libs/a/twice.ts'), `export const twice = (x: number) => 3 * x;`);
    expect((await emit('second')).digest).toBe(second.digest);
    expect(await runOf(await emit('first'))).toBe(4);
  });

  test.each<[string, (text: string, other: string) => string]>([
    ['empty', () => ''],
    ['cut short', (text) => text.slice(0, text.length / 2)],
    ['another in one letter', (text) => text.replace('2*x', '3*x')],
    ['that of another task', (_, other) => other],
  ])('that is %s is emitted anew', async (_, harm) => {
    const entries = ['first', 'second'].map((each) => ({ name: each, file: `libs/b/${each}.ts` }));
    const both = async () => await bundle({ root, name: 'test', entries, minify: true });
    const [first, second] = (await both()).map(({ file }) => file) as [string, string];
    const text = fs.readFileSync(first, 'utf8');
    expect(isWhole(first)).toBe(true);
    fs.writeFileSync(first, harm(text, fs.readFileSync(second, 'utf8')));
    expect(fs.readFileSync(first, 'utf8')).not.toBe(text);
    expect(isWhole(first)).toBe(false);
    await both();
    expect(fs.readFileSync(first, 'utf8')).toBe(text);
  });

  test('is emitted again where files and folders stand in the place of each other', async () => {
    const { file } = await emit('first');
    const [code, stamp] = [path.dirname(file), path.join(root, '.nx/jetdemon/test.json')];
    for (const place of [file, `${file}.map`, stamp]) {
      fs.rmSync(place);
      fs.mkdirSync(path.join(place, 'deep'), { recursive: true });
    }
    expect(await runOf(await emit('first'))).toBe(3);
    fs.rmSync(code, { recursive: true });
    fs.writeFileSync(code, 'a file');
    expect(isWhole((await emit('first')).file)).toBe(true);
    fs.rmSync(path.dirname(code), { recursive: true });
    fs.symlinkSync('/nowhere/at/all', path.dirname(code));
    expect(isWhole((await emit('first')).file)).toBe(true);
  });

  test('of two tasks exchanged in the record of what was built is found', async () => {
    const entries = ['first', 'second'].map((each) => ({ name: each, file: `libs/b/${each}.ts` }));
    const both = async () => (await bundle({ root, name: 'test', entries, minify: true })).map(({ digest }) => digest);
    const [first, second] = await both();
    const stamp = path.join(root, '.nx/jetdemon/test.json');
    const text = fs.readFileSync(stamp, 'utf8');
    fs.writeFileSync(stamp, text.replace(first!, '#').replace(second!, first!).replace('#', second!));
    expect(await both()).toEqual([first, second]);
  });

  test('knows the sources that went into it, by what they say to the compiler', async () => {
    const { sources } = await emit('first');
    expect(Object.keys(sources)).toEqual(
      expect.arrayContaining(['libs/a/twice.ts', 'libs/b/first.ts', 'libs/b/inner.ts']),
    );
    expect(Object.keys(sources)).not.toContain('libs/a/unused.ts');
    write(path.join(root, 'libs/a/twice.ts'), `// doubled\nexport const twice = (x: number): number =>\n  2 * x;`);
    write(
      path.join(root, 'libs/b/inner.ts'),
      `import { twice } from '@jetdemon/a';\nexport const inner = (x: number) => twice(x) + 2;`,
    );
    const after = (await emit('first')).sources;
    expect(Object.keys(after).filter((file) => after[file] !== sources[file])).toEqual(['libs/b/inner.ts']);
  });
});

describe('packages of many modules', () => {
  const packed = async (...siblings: string[]) => {
    write(path.join(root, 'node_modules/zod/package.json'), JSON.stringify({ name: 'zod', version: '1.0.0', type: 'module', main: 'index.js' })); // prettier-ignore
    write(path.join(root, 'node_modules/zod/index.js'), `export { seven } from './seven.js';`);
    write(path.join(root, 'node_modules/zod/seven.js'), `export const seven = 7;`);
    write(path.join(root, 'libs/b/many.ts'), `import * as z from 'zod';\nexport const run = () => z.seven;`);
    return emit('many', root, siblings);
  };
  const packOf = ({ file }: Emitted) =>
    path.join(path.dirname(file), /"\.\/([0-9a-f]{64}\.mjs)"/.exec(fs.readFileSync(file, 'utf8'))![1]!);

  test('are one file beside the code, and known by their version', async () => {
    const emitted = await packed();
    expect(emitted.packages).toEqual({ zod: '1.0.0' });
    expect(isWhole(packOf(emitted))).toBe(true);
    expect(await runOf(emitted)).toBe(7);
  });

  test('that are damaged are made anew, and until then the code is not whole', async () => {
    const emitted = await packed();
    const pack = packOf(emitted);
    fs.writeFileSync(pack, fs.readFileSync(pack, 'utf8').replace('7', '8'));
    expect(isWhole(emitted.file)).toBe(false);
    expect(isWhole((await packed()).file)).toBe(true);
    expect(fs.readFileSync(pack, 'utf8')).toContain('seven=7');
  });

  test('say the same wherever they lie and the command is called', async () => {
    const emitIn = (where: string) => {
      makeRoot(where);
      write(path.join(where, 'node_modules/zod/package.json'), JSON.stringify({ name: 'zod', version: '1.0.0', main: 'index.js' })); // prettier-ignore
      write(path.join(where, 'node_modules/zod/index.js'), `exports.seven = require('./seven.js').seven;`);
      write(path.join(where, 'node_modules/zod/seven.js'), `exports.seven = 7;`);
      write(path.join(where, 'libs/b/many.ts'), `import * as z from 'zod';\nexport const run = () => z.seven;`);
      return emit('many', where);
    };
    const [here, deeper] = [await emitIn(root), await emitIn(path.join(root, 'a/b/c'))];
    expect(deeper.digest).toBe(here.digest);
    expect(await runOf(deeper)).toBe(7);
  });

  test('that were made long ago stay while they are used', async () => {
    const pack = packOf(await packed());
    fs.utimesSync(pack, 1, 1);
    const again = await packed('second');
    expect(packOf(again)).toBe(pack);
    expect(await runOf(again)).toBe(7);
    expect(isWhole(again.file)).toBe(true);
  });
});

describe('packages', () => {
  test('are left outside, every export of CommonJS at hand, with the version that is installed', async () => {
    const emitted = await emit('packages');
    expect(emitted.packages).toEqual({ common: '1.0.0' });
    expect(await runOf(emitted)).toBe('root');
  });

  test('are those of the importing library where it has its own version; where a package lies changes nothing', async () => {
    const { digest } = await emit('packages');
    write(
      path.join(root, 'libs/b/node_modules/common/package.json'),
      JSON.stringify({ name: 'common', version: '2.0.0' }),
    );
    write(path.join(root, 'libs/b/node_modules/common/index.js'), `exports.guessed = () => 'nested';`);
    write(
      path.join(root, 'libs/b/packages.ts'),
      `import { guessed } from 'common'; // again\nexport const run = () => guessed();`,
    );
    const nested = await emit('packages');
    expect(nested).toMatchObject({ digest, packages: { common: '2.0.0' } });
    expect(await runOf(nested)).toBe('nested');
  });

  test('that are optional, as the packages of devices are, may be absent and are not counted', async () => {
    const emitted = await emit('rare');
    expect(emitted.packages).toEqual({});
    expect(await runOf(emitted)).toBe('absent');
  });

  test('that are missing are an error with file and line', async () => {
    write(path.join(root, 'libs/b/packages.ts'), `\nimport { x } from 'nowhere';\nexport const run = () => x;`);
    await expect(emit('packages')).rejects.toThrow(
      /^libs\/b\/packages\.ts:2:\d+ package nowhere is not installed: run npm ci$/,
    );
  });
});
