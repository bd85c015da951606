// `jetdemon inspect FILE`: what a file holds, and how data/import could read it. The library is loaded when asked for.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundle } from '../bundle/bundle.mjs';

/** Declared here, not imported: the other commands need nothing of the library. */
interface Library {
  inspect(file: string, options: { all: boolean; path: string }): Promise<string>;
}

const source = 'libs/data/src/import/inspect.ts';

export async function inspect(root: string, file: string, all: boolean): Promise<number> {
  const [emitted] = await bundle({ root, name: 'inspect', entries: [{ name: 'inspect', file: source }] });
  const library = (await import(pathToFileURL(emitted!.file).href)) as Library;
  const inRoot = path.relative(root, path.resolve(file)).replaceAll(path.sep, '/');
  console.log(await library.inspect(file, { all, path: inRoot }));
  return 0;
}
