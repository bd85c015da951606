// TypeScript to runnable modules with esbuild, when asked and only if something changed: Node 20 does not strip types,
// and nothing may need a build step after `npm ci`. Our libraries are bundled in, npm packages stay where they are.
// Output lies in .nx/jetdemon/code, named by the SHA-256 of the emitted code, so that what was hashed is what runs.
import fs from 'node:fs';
import path from 'node:path';
import { REQUIRE } from './pack.mjs';
import { esbuildPlugins, posix } from './plugins.mjs';
import { isWhole, makeFolder, sealed, sha256, withPacks, writeWhole } from './seal.mjs';

export { isWhole };

const DAY_MS = 24 * 3600 * 1000;
const KEEP_DAYS = 7;
/** Raised when the options below or what is recorded change. */
const VERSION = 5;

/** Fixed here, so that the repository's tsconfig is not part of the emitted code. */
const tsconfigRaw = { compilerOptions: { verbatimModuleSyntax: true, target: 'ES2023', strict: true } };

export const codeFolder = (root) => path.join(root, '.nx', 'jetdemon', 'code');

/** See bundle.d.mts. */
export async function bundle({ root: anyRoot, name, entries, lazy = false, minify = false, verify = true }) {
  const root = fs.realpathSync(anyRoot); // esbuild's paths, which are part of the code, are relative to the real one
  const stampFile = path.join(root, '.nx', 'jetdemon', `${name}.json`);
  const manifest = path.join(root, 'node_modules', 'esbuild', 'package.json');
  const request = JSON.stringify([VERSION, readJson(manifest).version, lazy, minify]);
  const known = readStamp(root, stampFile, request);
  const isThere = verify ? isWhole : fs.existsSync;
  const missing = entries.filter((entry) => !known.outputs[idOf(entry)] || !isThere(fileOf(root, known, entry)));
  const emitted = missing.length === 0 ? known : await build({ root, stampFile, request, known, entries: missing, lazy, minify }); // prettier-ignore
  return entries.map((entry) => ({ ...emitted.outputs[idOf(entry)], file: fileOf(root, emitted, entry) }));
}

/** Builds entries, and adds them to what is known of others whose sources are as they were. */
async function build({ root, stampFile, request, known, entries, lazy, minify }) {
  const started = Date.now();
  const folder = codeFolder(root);
  makeFolder(root, folder);
  const esbuild = await import('esbuild');
  const { plugins, packages, manifests } = esbuildPlugins(root, folder, lazy);
  const [{ contents } = {}] = entries;
  const result = await esbuild
    .build({
      ...(contents === undefined
        ? { entryPoints: entries.map(({ name, file }) => ({ in: path.join(root, file), out: flat(name) })) }
        : { stdin: { contents, resolveDir: root, sourcefile: '<stdin>', loader: 'ts' } }),
      absWorkingDir: root,
      outdir: folder,
      write: false,
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20.19',
      banner: { js: REQUIRE },
      charset: 'utf8',
      legalComments: 'none',
      minifyWhitespace: minify,
      minifySyntax: minify,
      sourcemap: 'external',
      sourcesContent: false,
      metafile: true,
      logLevel: 'silent',
      tsconfigRaw,
      plugins,
    })
    .catch((error) => {
      throw buildError(error);
    });

  removeOld(folder, inUse(folder, known));
  const digestOf = minify ? await digestsOfSources(root, result.metafile, esbuild.transform) : () => [];
  const built = entries.map((entry) => {
    const stem = path.join(folder, contents === undefined ? flat(entry.name) : 'stdin');
    const emitted = (suffix) => result.outputFiles.find((file) => file.path === stem + suffix).text;
    const { imports, inputs } = result.metafile.outputs[posix(path.relative(root, `${stem}.js`))];
    const external = [...imports.map((i) => i.path), ...Object.keys(inputs).map((i) => i.replace(/^commonjs:/, ''))];
    const used = external.flatMap((file) => packages.get(file) ?? []);
    const code = emitted('.js');
    // a package is named, not where it happens to lie
    const named = used
      .sort((a, b) => b.file.length - a.file.length)
      .reduce((text, { file, specifier }) => text.replaceAll(file, specifier), code);
    const digest = sha256(named);
    const file = path.join(folder, `${digest}.mjs`);
    writeWhole(`${file}.map`, emitted('.js.map'));
    writeWhole(file, sealed(`${code}//# sourceMappingURL=${digest}.mjs.map\n`, digest));
    const sources = Object.entries(inputs).flatMap(([input, { bytesInOutput }]) =>
      bytesInOutput > 0 ? digestOf(input) : [],
    );
    return [
      idOf(entry),
      { name: entry.name, digest, packages: versionsOf(used), sources: Object.fromEntries(sources) },
    ];
  });
  const sources = Object.keys(result.metafile.inputs).filter(
    (input) => input !== '<stdin>' && !input.startsWith('commonjs:'),
  );
  const inputs = [...sources, ...manifests()];
  const fresh = Object.fromEntries(inputs.map((input) => [input, stampOf(path.join(root, input))]));
  // where a source changed meanwhile, the earlier stamp, with which the record does not hold next time
  const stamp = { request, stamps: { ...fresh, ...known.stamps }, outputs: { ...known.outputs, ...Object.fromEntries(built) } }; // prettier-ignore
  // a source saved while esbuild ran may not be the one that it read: then build again next time
  if (sources.every((input) => fs.statSync(path.join(root, input)).mtimeMs < started)) writeStamp(stampFile, stamp);
  return stamp;
}

/** See bundle.d.mts. */
export async function bundleOf(root, file) {
  const [emitted] = await bundle({ root, name: file.replaceAll(/[^\w.-]/g, '-'), entries: [{ name: 'main', file }] });
  return emitted;
}

const NOTHING = { stamps: {}, outputs: {} };

/** What was emitted earlier of the sources as they are now. */
function readStamp(root, stampFile, request) {
  try {
    const { sum, ...stamp } = readJson(stampFile);
    if (sha256(JSON.stringify(stamp)) !== sum || stamp.request !== request) return NOTHING;
    const stamps = stampsOfNow(root, stamp.stamps);
    if (!stamps) return NOTHING;
    const now = { ...stamp, stamps };
    if (stamps !== stamp.stamps) writeStamp(stampFile, now);
    return now;
  } catch {
    return NOTHING;
  }
}

function writeStamp(stampFile, stamp) {
  writeWhole(stampFile, JSON.stringify({ ...stamp, sum: sha256(JSON.stringify(stamp)) }));
}

/**
 * What lies there now: the same object where nobody touched a file, other states where some were touched or copied but say
 * what they said, undefined where one says something else.
 */
function stampsOfNow(root, stamps) {
  const started = Date.now();
  const touched = Object.keys(stamps).filter((input) => stateOf(path.join(root, input)) !== stamps[input].state);
  if (touched.length === 0) return stamps;
  const now = touched.map((input) => [input, stampOf(path.join(root, input))]);
  if (now.some(([input, { digest }]) => digest !== stamps[input].digest)) return undefined;
  // one saved just now may be saved again in the same moment: it is read next time too
  return { ...stamps, ...Object.fromEntries(now.filter(([, { state }]) => Number.parseInt(state) / 1e6 < started)) };
}

const idOf = ({ name, file, contents }) => JSON.stringify([name, file, contents]);

const fileOf = (root, { outputs }, entry) => path.join(codeFolder(root), `${outputs[idOf(entry)].digest}.mjs`);

/** Source file -> its name and the digest of what it says to the compiler, comments and whitespace not. */
async function digestsOfSources(root, { outputs }, transform) {
  const used = Object.values(outputs).flatMap(({ inputs }) => Object.keys(inputs));
  const files = [...new Set(used)].filter((file) => /\.(ts|mts|mjs|js)$/.test(file) && !file.startsWith('commonjs:'));
  const digests = await Promise.all(
    files.map(async (file) => {
      const text = fs.readFileSync(path.join(root, file), 'utf8');
      const loader = /ts$/.test(file) ? 'ts' : 'js';
      const options = { loader, minifyWhitespace: true, minifySyntax: true, legalComments: 'none', tsconfigRaw };
      return [file, sha256((await transform(text, options)).code)];
    }),
  );
  const known = new Map(digests);
  return (file) => (known.has(file) ? [[file, known.get(file)]] : []);
}

/** The state first, so that what is saved before the file is read is seen next time. */
function stampOf(file) {
  const state = stateOf(file);
  return { state, digest: state === MISSING ? MISSING : sha256(fs.readFileSync(file)) };
}

const MISSING = 'missing';

/** Begins with the time of its last change [ns]; with another a file may still say the same. */
function stateOf(file) {
  try {
    const { mtimeNs, ctimeNs, size, ino } = fs.statSync(file, { bigint: true });
    return [mtimeNs, ctimeNs, size, ino].join(' ');
  } catch {
    return MISSING;
  }
}

/** Package -> version; of two versions of one package, both. */
function versionsOf(used) {
  const versions = new Map();
  for (const { name, version } of used) versions.set(name, new Set([...(versions.get(name) ?? []), version]));
  return Object.fromEntries([...versions].sort().map(([name, all]) => [name, [...all].sort().join(' ')]));
}

function buildError(error) {
  if (!error.errors?.length) return error;
  const lines = error.errors.map(
    ({ text, location: at }) => (at ? `${at.file}:${at.line}:${at.column + 1} ` : '') + text,
  );
  return Object.assign(new Error(lines.join('\n')), { name: 'InputError' });
}

/** What was emitted of others, whose sources are as they were. */
function inUse(folder, { outputs }) {
  const files = Object.values(outputs).flatMap(({ digest }) => withPacks(path.join(folder, `${digest}.mjs`)));
  return new Set(files.flatMap((file) => [file, `${file}.map`]));
}

function removeOld(folder, used) {
  for (const name of fs.readdirSync(folder)) {
    const file = path.join(folder, name);
    if (used.has(file)) continue;
    const age = Date.now() - (fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0);
    if (age > KEEP_DAYS * DAY_MS) fs.rmSync(file, { recursive: true, force: true });
  }
}

/** Every output lies in the same folder, for the paths in it and in its source map. */
const flat = (name) => name.replaceAll('/', '-');

const readJson = (file) => JSON.parse(fs.readFileSync(file, 'utf8'));
