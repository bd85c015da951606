import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { InputError, WorkflowErrors } from '../errors.ts';
import { loadGraph } from './load-graph.ts';
import { tasks } from '../testing/tasks.ts';
import { head, workspace } from '../testing/workspace.ts';

const { root, load } = workspace();
const ids = (text: string) => load(text).nodes.map(({ id }) => id);

describe('a workflow', () => {
  test('becomes a graph with defaults filled in and files digested', () => {
    const graph = load(`title: Two nodes
nodes:
  jets: { uses: data/load, with: { path: data/jets.arrow } }
  split:
    uses: data/split
    description: 'once'
    needs: { jets: jets }
    with: { train: 0.5 }
    device: gpu
`);
    expect(graph).toEqual({
      name: 'w',
      title: 'Two nodes',
      nodes: [
        {
          id: 'jets',
          base: 'jets',
          axes: {},
          task: 'data/load',
          params: { path: 'data/jets.arrow' },
          // SHA-256 of 'abc': FIPS 180-2, appendix B.1
          files: { 'data/jets.arrow': 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad' },
          device: undefined,
          resources: {},
          needs: {},
          file: 'workflows/w.yaml',
          line: 3,
          places: { path: { file: 'workflows/w.yaml', line: 3 } },
        },
        {
          id: 'split',
          base: 'split',
          axes: {},
          task: 'data/split',
          params: { train: 0.5, test: 0.3, seed: 1 },
          files: {},
          device: 'gpu',
          resources: {},
          needs: { jets: ['jets'] },
          file: 'workflows/w.yaml',
          line: 4,
          places: { train: { file: 'workflows/w.yaml', line: 8 } },
        },
      ],
    });
  });

  test('is titled by its file name when it has no title, and read from the root when no text is given', () => {
    mkdirSync(join(root, 'workflows'), { recursive: true });
    writeFileSync(join(root, 'workflows', 'from-file.yaml'), head);
    expect(loadGraph({ file: 'workflows/from-file.yaml', tasks, root }).title).toBe('from-file');
    expect(loadGraph({ file: join(root, 'workflows', 'from-file.yaml'), tasks, root }).nodes).toHaveLength(2);
  });

  test('lists every node after all that it needs, otherwise in file order', () => {
    expect(
      ids(`nodes:
  score: { uses: models/score, needs: { jets: split, classifier: b } }
  b: { uses: models/train, needs: { jets: split } }
  a: { uses: models/train, needs: { jets: split } }
  split: { uses: data/split, needs: { jets: jets } }
  jets: { uses: data/load, with: { path: data/jets.arrow } }
`),
    ).toEqual(['jets', 'split', 'b', 'score', 'a']);
  });

  test('may share values by YAML anchors', () => {
    const graph = load(`${head}  a: { uses: models/train, needs: &jets { jets: split }, with: &with { epochs: 3 } }
  b: { uses: models/train, needs: *jets, with: *with }
`);
    expect(graph.nodes.at(-1)).toMatchObject({ id: 'b', needs: { jets: ['split'] }, params: { epochs: 3 } });
  });

  test('leaves a gathering port empty that is not named', () => {
    const text = `${head}  page: { uses: report/page }\n`;
    expect(load(text).nodes.at(-1)).toMatchObject({ id: 'page', needs: { scores: [] } });
  });
});

test('the example of the README is a workflow', () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const { title, nodes } = load(/```yaml\n(.*?)```/s.exec(readme)![1]!);
  expect([title, nodes.length]).toEqual(['FGSM on two networks', 2 + 5 * 4]);
  expect(nodes.find(({ id }) => id === 'compared@network=ll+seed=2')?.needs).toEqual({
    nominal: ['nominal@network=ll+seed=2'],
    varied: ['varied@network=ll+seed=2'],
  });
});

describe('loading', () => {
  test('says when there is no such file, and when its name will not do', () => {
    const of = (file: string) => () => loadGraph({ file, tasks, root });
    expect(of('workflows/none.yaml')).toThrow(
      InputError.at({ file: 'workflows/none.yaml' }, 'expected a workflow file, found none'),
    );
    const rule = 'expected a file name of letters, digits, ".", "_" and "-" that ends in .yaml';
    expect(of('workflows/a b.yaml')).toThrow(new InputError(rule, 'workflows/a b.yaml'));
    expect(of('workflows/a.yml')).toThrow(new InputError(rule, 'workflows/a.yml'));
  });

  test('collects every problem of a file, in file order', () => {
    const text = `titel: x
nodes:
  jets: { uses: data/load, with: { path: data/none.arrow } }
  split: { uses: data/split, need: { jets: jets }, with: { train: two } }
`;
    let errors: unknown;
    try {
      load(text);
    } catch (error) {
      errors = error;
    }
    expect(errors).toBeInstanceOf(WorkflowErrors);
    expect(errors).toBeInstanceOf(InputError);
    const { problems, message } = errors as WorkflowErrors;
    expect(problems.map(({ line, column }) => [line, column])).toEqual([
      [1, 1],
      [3, 42],
      [4, 3],
      [4, 30],
      [4, 67],
    ]);
    expect(message.split('\n')).toHaveLength(5);
    expect(problems[0]).toEqual({
      file: 'workflows/w.yaml',
      line: 1,
      column: 1,
      message: 'unknown key titel, did you mean title?',
    });
  });

  test('of a thousand nodes is no trouble', () => {
    const seeds = Array.from({ length: 330 }, (_, seed) => seed).join(', ');
    const text = `${head}  c: { uses: models/train, needs: { jets: split }, matrix: { seed: [${seeds}] } }
  a: { uses: attacks/fgsm, needs: { jets: split, classifier: c } }
  s: { uses: models/score, needs: { jets: a, classifier: c } }
`;
    expect(load(text).nodes).toHaveLength(992);
  });
});
