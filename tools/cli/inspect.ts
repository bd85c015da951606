// `jetdemon inspect FILE`: what a file of jets or a trained network holds, and how a workflow could read it. The library is
// loaded when asked for.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundle } from '../bundle/bundle.mjs';

/** Declared here, not imported: the other commands need nothing of the library. */
interface Library {
  inspect(file: string, options: { all: boolean; path: string }): Promise<string>;
}

const sources = { jets: 'libs/data/src/import/inspect.ts', network: 'libs/models/src/imported/inspect.ts' } as const;

/** What a file of jets holds and a proposed node, the text of `jetdemon inspect`. */
export async function proposalFor(root: string, file: string, shownPath: string): Promise<string> {
  const library = await libraryOf(root, 'jets');
  return library.inspect(file, { all: false, path: shownPath });
}

async function libraryOf(root: string, of: keyof typeof sources): Promise<Library> {
  const name = `inspect-${of}`;
  const [emitted] = await bundle({ root, name, entries: [{ name, file: sources[of] }] });
  return (await import(pathToFileURL(emitted!.file).href)) as Library;
}

export async function inspect(root: string, file: string, all: boolean): Promise<number> {
  const library = await libraryOf(root, path.extname(file) === '.onnx' ? 'network' : 'jets');
  const inRoot = path.relative(root, path.resolve(file)).replaceAll(path.sep, '/');
  console.log(await library.inspect(file, { all, path: inRoot }));
  return 0;
}
