// `jetdemon inspect FILE`: what a file of jets or a trained network holds, and how a workflow could read it. The library is
// loaded when asked for.
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundle } from '../bundle/bundle.mjs';

/** Declared here, not imported: the other commands need nothing of the library. */
interface Library {
  inspect(file: string, options: { all: boolean; path: string }): Promise<string>;
}

interface Networks extends Library {
  hasGradient(file: string, lambdas?: unknown): Promise<boolean>;
}

const sources = { jets: 'libs/data/src/import/inspect.ts', network: 'libs/models/src/imported/inspect.ts' } as const;

/** What a file of jets holds and a proposed node, the text of `jetdemon inspect`. */
export async function proposalFor(root: string, file: string, shownPath: string): Promise<string> {
  const library = await libraryOf(root, 'jets');
  return library.inspect(file, { all: false, path: shownPath });
}

/** Whether the slopes of a trained network can be followed, as far as its file tells. */
export async function hasGradient(root: string, file: string, lambdas?: unknown): Promise<boolean> {
  const library = (await libraryOf(root, 'network')) as Networks;
  return library.hasGradient(networkPath(file), lambdas);
}

/** A TensorFlow.js model is the folder of its model.json. */
export const networkPath = (file: string): string => (path.basename(file) === 'model.json' ? path.dirname(file) : file);

/** Larger HDF5 files are not read whole to see whether they are a network: they are jets. */
const mostNetworkBytes = 2 ** 28;

/** HDF5 files are jets, unless Keras wrote a model into them. */
function isNetwork(file: string): boolean {
  const end = path.extname(file);
  if (end === '.h5' || end === '.hdf5') {
    const stat = fs.statSync(file, { throwIfNoEntry: false });
    if (!stat?.isFile() || stat.size > mostNetworkBytes) return false;
    const content = fs.readFileSync(file);
    return content.includes('model_config') && content.includes('model_weights');
  }
  const folder = fs.existsSync(path.join(networkPath(file), 'model.json'));
  return folder || ['.onnx', '.keras', '.pt', '.pth'].includes(end);
}

async function libraryOf(root: string, of: keyof typeof sources): Promise<Library> {
  const name = `inspect-${of}`;
  const [emitted] = await bundle({ root, name, entries: [{ name, file: sources[of] }] });
  return (await import(pathToFileURL(emitted!.file).href)) as Library;
}

export async function inspect(root: string, file: string, all: boolean): Promise<number> {
  const network = isNetwork(file);
  const library = await libraryOf(root, network ? 'network' : 'jets');
  const inRoot = path.relative(root, path.resolve(file)).replaceAll(path.sep, '/');
  const outside = inRoot.startsWith('../') || path.isAbsolute(inRoot);
  const shown = outside ? `data/${path.basename(file)}` : inRoot;
  console.log(await library.inspect(network ? networkPath(file) : file, { all, path: shown }));
  // workflows take files of the workspace alone, links among them
  if (outside) console.log(`the file is outside the workspace: ln -s ${path.resolve(file)} ${path.join(root, shown)}`);
  return 0;
}
