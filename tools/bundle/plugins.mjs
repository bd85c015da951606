// Resolution of imports for bundle.mjs: `@jetdemon/x` is bundled from libs/x of this very workspace; an npm package
// stays outside, as the file that Node would load from where it is imported (a library may have its own version), or as its
// pack (pack.mjs).
import fs from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import { isPacked, packOf } from './pack.mjs';

export const posix = (file) => file.replaceAll('\\', '/');

/** `packages`: external file -> who it is; `manifests`: package.json files (relative) that the result depends on. */
export function esbuildPlugins(root, outputFolder, lazy) {
  const libraries = readLibraries(root);
  const packages = new Map();
  const manifests = new Set(libraries.map(({ manifest }) => manifest));
  const optional = new Set(libraries.flatMap(({ peerDependenciesMeta = {} }) => Object.keys(peerDependenciesMeta)));

  const workspaceLibraries = {
    name: 'workspace-libraries',
    setup(build) {
      build.onResolve({ filter: /^@jetdemon\// }, ({ path: wanted }) => {
        for (const { name, exports, sideEffects, folder } of libraries) {
          const key =
            wanted === name ? '.' : wanted.startsWith(`${name}/`) ? `.${wanted.slice(name.length)}` : undefined;
          if (key && exports?.[key])
            return { path: path.join(folder, exports[key]), sideEffects: sideEffects !== false };
        }
        return { errors: [{ text: `no library in libs/ exports ${wanted}` }] };
      });
    },
  };

  /** Leaves what a task imports inside `run` alone: its declaration is read without its implementation. */
  const dynamicImportsStay = {
    name: 'dynamic-imports-stay',
    setup(build) {
      build.onResolve({ filter: /.*/ }, ({ kind, path: p }) =>
        kind === 'dynamic-import' ? { path: p, external: true } : undefined,
      );
    },
  };

  const npmPackages = {
    name: 'npm-packages',
    setup(build) {
      build.onResolve({ filter: /^[^./]/ }, async ({ path: specifier, kind, resolveDir, pluginData }) => {
        if (kind === 'entry-point' || pluginData === 'resolving') return undefined;
        if (isBuiltin(specifier)) return { path: specifier, external: true };
        const found = await build.resolve(specifier, { kind, resolveDir, pluginData: 'resolving' });
        const name = packageOf(specifier);
        if (found.errors.length > 0) {
          if (kind === 'dynamic-import' && optional.has(name)) return { path: specifier, external: true };
          return { errors: [{ text: `package ${name} is not installed: run npm ci` }] };
        }
        const home = homeOf(found.path, name);
        const format = isModule(found.path) ? 'esm' : 'cjs';
        const file = isPacked(specifier)
          ? `./${await packOf(found.path, { version: home.version, format }, outputFolder)}`
          : posix(path.relative(outputFolder, found.path));
        manifests.add(posix(path.relative(root, home.manifest)));
        // an optional package is a device, and devices are in no key
        if (!optional.has(name)) packages.set(file, [{ file, specifier, name, version: home.version }]);
        return format === 'esm' ? { path: file, external: true } : { path: file, namespace: 'commonjs' };
      });
      // Node sees only those named exports of CommonJS that it can guess; `require` gives all of them
      build.onLoad({ filter: /.*/, namespace: 'commonjs' }, ({ path: file }) => ({
        contents: `module.exports = require(${JSON.stringify(file)})`,
        resolveDir: outputFolder,
      }));
      build.onResolve({ filter: /.*/, namespace: 'commonjs' }, ({ path: file }) => ({ path: file, external: true }));
    },
  };

  // first, since what is imported inside `run` may be one of our libraries
  const plugins = [...(lazy ? [dynamicImportsStay] : []), workspaceLibraries, npmPackages];
  return { plugins, packages, manifests: () => [...manifests] };
}

function readLibraries(root) {
  return fs
    .readdirSync(path.join(root, 'libs'))
    .map((lib) => `libs/${lib}/package.json`)
    .filter((manifest) => fs.existsSync(path.join(root, manifest)))
    .map((manifest) => {
      const text = fs.readFileSync(path.join(root, manifest), 'utf8');
      return { ...JSON.parse(text), manifest, folder: path.dirname(path.join(root, manifest)) };
    });
}

const packageOf = (specifier) => specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');

function homeOf(file, name) {
  const folders = path.dirname(file).split(path.sep);
  for (; folders.length > 0; folders.pop()) {
    const manifest = path.join(folders.join(path.sep) || path.sep, 'package.json');
    const found = fs.existsSync(manifest) ? JSON.parse(fs.readFileSync(manifest, 'utf8')) : {};
    if (found.name === name && found.version) return { manifest, version: found.version };
  }
  throw new Error(`internal: ${file} belongs to no package ${name}`);
}

/** As Node decides it. */
function isModule(file) {
  if (file.endsWith('.mjs')) return true;
  if (!file.endsWith('.js')) return false;
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    const manifest = path.join(folder, 'package.json');
    if (fs.existsSync(manifest)) return JSON.parse(fs.readFileSync(manifest, 'utf8')).type === 'module';
    if (folder === path.dirname(folder)) return false;
  }
}
