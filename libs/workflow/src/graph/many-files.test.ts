import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { head, workspace } from '../testing/workspace.ts';

const { root, load } = workspace();
for (const name of ['a-2.h5', 'a-10.h5', 'b.h5', '_SUCCESS', '.hidden.h5']) {
  mkdirSync(join(root, 'data', 'many', 'inner'), { recursive: true });
  writeFileSync(join(root, 'data', 'many', name), name);
}
const partsOf = (paths: string) => {
  const { nodes } = load(`${head}  n: { uses: models/train, needs: { jets: split }, with: { parts: [${paths}] } }\n`);
  const { params, files } = nodes.find(({ id }) => id === 'n')!;
  return [params['parts'], Object.keys(files)];
};

test('a folder or a pattern in a list of files is an entry per file, by name, whose contents are part of the key', () => {
  const all = ['a-10.h5', 'a-2.h5', 'b.h5'].map((name) => `data/many/${name}`);
  for (const path of ['data/many', 'data/many/', 'data/many/*.h5', 'data/m?ny/*'])
    expect(partsOf(`{ path: "${path}" }`)).toEqual([all.map((file) => ({ path: file })), all]);
  expect(partsOf('{ path: data/jets.arrow }, { path: "data/many/a-*.h5" }')).toEqual([
    [{ path: 'data/jets.arrow' }, ...all.slice(0, 2).map((path) => ({ path }))],
    ['data/jets.arrow', ...all.slice(0, 2)],
  ]);
});

test('a pattern without a file is refused where it stands', () => {
  expect(() => partsOf('{ path: data/jets.arrow }, { path: "data/many/*.root" }')).toThrow(
    'workflows/w.yaml:4:103 n.parts.1.path: expected files data/many/*.root, found none',
  );
});

const filesOf = (parameter: string) =>
  load(`${head}  n: { uses: models/train, needs: { jets: split }, with: { ${parameter} } }\n`).nodes.find(
    ({ id }) => id === 'n',
  )!.files;

test('of a folder that a parameter names every file is part of the key, and the parameter stays as it is', () => {
  const all = ['a-10.h5', 'a-2.h5', 'b.h5'].map((name) => `data/many/${name}`);
  expect(Object.keys(filesOf('whole: data/many'))).toEqual(all);
  expect(Object.keys(filesOf('either: data/many'))).toEqual(all);
  expect(Object.keys(filesOf('either: data/many/b.h5'))).toEqual(['data/many/b.h5']);
});

test.each([
  ['whole: data/jets.arrow', 'n.whole: expected the folder data/jets.arrow, found a file'],
  ['whole: data/none', 'n.whole: expected the folder data/none, found none'],
  ['whole: "data/m*"', 'n.whole: expected the folder data/m*, found none'],
  ['either: data/none', 'n.either: expected the file data/none, found none'],
])('%s is refused', (parameter, message) => {
  expect(() => filesOf(parameter)).toThrow(message);
});

test('a merge key is refused with the reason', () => {
  expect(() => load(`nodes:\n  a: { uses: data/load, with: { <<: { path: data/jets.arrow } } }\n`)).toThrow(
    'a.<<: unknown parameter: YAML 1.2 has no merge keys, write the values out',
  );
});
