// Packages of many modules as one file each, since every node of a workflow would look for, read and compile each module:
// beside the emitted code, sealed as it is, made anew where version or file say so.
import fs from 'node:fs';
import path from 'node:path';
import { isWhole, sealed, sha256, writeWhole } from './seal.mjs';

/** With hundreds of modules, and nothing that they look for beside themselves. */
export const isPacked = (name) => ['apache-arrow', 'onnx-proto', 'vega', 'vega-lite', 'yaml', 'zod'].includes(name);

/** What a package of these may do without. */
const OPTIONAL = ['canvas'];

/** For CommonJS within an ES module. */
export const REQUIRE =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

/** Raised when the options below change. */
const VERSION = 2;

const making = new Map();

/**
 * @param {string} file main module of the package
 * @param {{ version: string, format: 'esm' | 'cjs' }} about the package; its pack is of the same format
 * @param {string} folder of the emitted code
 * @returns {Promise<string>} the name of its pack there
 */
export function packOf(file, about, folder) {
  const id = `${folder} ${file}`;
  const made = making.get(id) ?? pack(file, about, folder).finally(() => making.delete(id));
  making.set(id, made);
  return made;
}

async function pack(file, { version, format }, folder) {
  const esbuild = await import('esbuild');
  const id = sha256(JSON.stringify([VERSION, esbuild.version, file, version, format]));
  const stampFile = path.join(folder, `${id}.pack`);
  const suffix = format === 'esm' ? 'mjs' : 'cjs';
  const known = fs.statSync(stampFile, { throwIfNoEntry: false })?.isFile()
    ? `${fs.readFileSync(stampFile, 'utf8')}.${suffix}`
    : undefined;
  if (known && isWhole(path.join(folder, known))) {
    const now = new Date();
    for (const file of [stampFile, path.join(folder, known)]) fs.utimesSync(file, now, now); // in use, so not old
    return known;
  }
  const name = JSON.stringify(file);
  const { outputFiles } = await esbuild.build({
    stdin: {
      contents: format === 'esm' ? `export * from ${name};` : `module.exports = require(${name});`,
      resolveDir: path.dirname(file),
    },
    absWorkingDir: folderOfPackages(file), // esbuild names modules of CommonJS by their path from there
    write: false,
    bundle: true,
    platform: 'node',
    format,
    target: 'node20.19',
    ...(format === 'esm' && { banner: { js: REQUIRE } }),
    external: OPTIONAL,
    minifyWhitespace: true,
    legalComments: 'inline',
    logLevel: 'silent',
  });
  const code = outputFiles[0].text;
  const digest = sha256(code);
  fs.mkdirSync(folder, { recursive: true });
  writeWhole(path.join(folder, `${digest}.${suffix}`), sealed(code, digest));
  writeWhole(stampFile, digest);
  return `${digest}.${suffix}`;
}

/** The folder in whose node_modules a file lies. */
const folderOfPackages = (file) => file.slice(0, file.lastIndexOf(`${path.sep}node_modules${path.sep}`));
