// One row per way to get a workflow wrong: the text, ¦ where each problem must be reported, and the exact messages.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { WorkflowErrors } from '../errors.ts';
import { head, workspace } from '../testing/workspace.ts';

const { load, root } = workspace();

/** What loading says, the file's name left out. */
function problemsOf(text: string): string[] {
  try {
    load(text);
  } catch (error) {
    if (error instanceof WorkflowErrors) return error.message.replaceAll('workflows/w.yaml:', '').split('\n');
    throw error;
  }
  return [];
}

/** A text without its marks ¦, and `line:column` of each. */
function unmark(text: string): { plain: string; places: string[] } {
  const [first = '', ...rest] = text.split('¦');
  const places: string[] = [];
  const plain = rest.reduce((before, part) => {
    const lines = before.split('\n');
    places.push(`${lines.length}:${lines.at(-1)!.length + 1}`);
    return before + part;
  }, first);
  return { plain, places };
}

/** A node on line 4, its keys given. */
const fourth = (keys: string, mark = '') => `${head}  ${mark}n: { ${keys} }\n`;
const train = (keys: string) => fourth(`uses: models/train, needs: { jets: split }, ${keys}`);
const network = `${head}  c: { uses: models/train, needs: { jets: split }, matrix: { seed: [1, 2, 3], network: [hl, pfn] } }\n`;
const rule = 'expected letters, digits, ".", "_" and "-", a letter or digit first';

const rows: Record<string, readonly (readonly [what: string, text: string, ...messages: string[]])[]> = {
  'the file': [
    ['empty', '¦', 'nodes: expected at least one node, found none'],
    ['only a comment', '¦# later\n', 'nodes: expected at least one node, found none'],
    ['no nodes', 'title: x\n¦nodes:\n', 'nodes: expected at least one node, found none'],
    [
      'a list',
      '¦- a\n',
      'workflow: expected a mapping with title, extends, include, set, nodes, resources, found ["a"]',
    ],
    ['nodes as text', 'nodes: ¦none\n', 'nodes: expected a mapping of names to nodes, found "none"'],
    ['unknown key', `${head}¦node: 1\n`, 'unknown key node, did you mean nodes?'],
    [
      'unknown key, nothing near',
      `${head}¦version: 1\n`,
      'unknown key version (known: title, extends, include, set, nodes, resources)',
    ],
    ['title of the wrong type', `${head}title: ¦[a]\n`, 'title: expected text, found ["a"]'],
    ['bad indentation', 'nodes:\n  a: 1\n¦ b: 2\n', 'all mapping items must start at the same column'],
    [
      'unclosed brackets',
      'nodes: { a: [1 ¦}\n', // the first fault alone: those after it often follow from it
      'flow sequence in block collection must be sufficiently indented and end with a ]',
    ],
    ['duplicate node', `${head}  ¦jets: {}\n`, 'map keys must be unique'],
    ['two documents', `${head}¦---\n${head}`, 'expected one YAML document, found several'],
    ['unknown anchor', `${head}  n: ¦*nowhere\n`, 'unknown anchor nowhere'],
    [
      'anchors of anchors that expand to 9^9 values',
      `¦a: &a0 [1]\n${Array.from({ length: 9 }, (_, i) => `a${i}: &a${i + 1} [${`*a${i}, `.repeat(9)}]\n`).join('')}`,
      'expected at most 100,000 values, anchors written out, found more',
    ],
    [
      'more points than a run can hold',
      `${head}  ¦n: { uses: models/train, needs: { jets: split }, matrix: { a: &a [${Array.from({ length: 1000 }, (_, i) => i)}], b: *a } }\n`,
      'n: expected at most 10000 nodes in all, found 1000002 up to here',
    ],
    [
      'a name that is no name of a folder',
      `${head}  ¦${'n'.repeat(300)}: { uses: data/load, with: { path: data/jets.arrow } }\n`,
      `${'n'.repeat(300)}: expected names of nodes of at most 160 characters, found 300: ${'n'.repeat(40)}...`,
    ],
    ['lists 101 deep', `${'['.repeat(101)}¦[]${']'.repeat(101)}`, 'expected at most 100 levels of nesting, found more'],
    ['unknown tag', `title: ¦!name x\n${head}`, 'unresolved tag: !name'],
  ],
  'a node': [
    [
      'no mapping',
      `${head}  n: ¦7\n`,
      'n: expected a mapping with description, uses, needs, with, matrix, device, resources, found 7',
    ],
    ['nothing in it', `${head}  ¦n:\n`, 'n.uses: expected the name of a task, found nothing'],
    ['unknown key', train('¦matrx: {}'), 'n: unknown key matrx, did you mean matrix?'],
    ['a name with a space', head.replace('split:', '¦a b:'), `name "a b": ${rule}`],
    ['a name with a glob', head.replace('split:', '¦"a*":'), `name "a*": ${rule}`],
    ['a name that looks like a point', head.replace('split:', '¦a@seed=1:'), `name "a@seed=1": ${rule}`],
    ['the reserved name', head.replace('split:', '¦all:'), 'name all: reserved, it stands for the whole workflow'],
    ['a name as a list', `${head}  ? ¦[a]\n  : { uses: report/page }\n`, 'nodes: expected a name, found ["a"]'],
    [
      'names that differ in case',
      `${head}  ¦Jets: { uses: report/page }\n`,
      'Jets: differs from jets in case only, and not every file system tells them apart',
    ],
    ['unknown task', fourth('uses: ¦models/trian'), 'n.uses: unknown task models/trian, did you mean models/train?'],
    [
      'unknown task, nothing near',
      fourth('uses: ¦x'),
      'n.uses: unknown task x (known: data/load, data/split, models/train, attacks/fgsm, models/score, statistics/compare, report/page)',
    ],
    ['task as a list', fourth('uses: ¦[models/train]'), 'n.uses: expected text, found ["models/train"]'],
    ['device of the wrong type', train('device: ¦{ gpu: 1 }'), 'n.device: expected text, found {"gpu":1}'],
    ['unknown device', train('device: ¦gpo'), 'n.device: unknown device gpo, did you mean gpu?'],
    [
      'unknown device, nothing near',
      train('device: ¦mainframe'),
      'n.device: unknown device mainframe (known: cpu, gpu, auto)',
    ],
    ['description of the wrong type', train('description: ¦[a]'), 'n.description: expected text, found ["a"]'],
  ],
  'a parameter': [
    ['unknown', train('with: { ¦epoch: 3 }'), 'n.epoch: unknown parameter, did you mean epochs?'],
    [
      'unknown, nothing near',
      fourth('uses: data/load, with: { path: data/jets.arrow, ¦q: 1 }'),
      'n.q: unknown parameter (known: path)',
    ],
    [
      'of a task without parameters',
      fourth('uses: report/page, with: { ¦dpi: 90 }'),
      'n.dpi: unknown parameter (there are none)',
    ],
    [
      'text for a number',
      fourth('uses: attacks/fgsm, needs: { jets: split, classifier: c }, with: { epsilon: ¦small }').concat(
        '  c: { uses: models/train, needs: { jets: split } }\n',
      ),
      'n.epsilon: expected a number > 0, found "small"',
    ],
    ['out of range', train('with: { epochs: ¦0 }'), 'n.epochs: expected an integer >= 1, found 0'],
    ['not whole', train('with: { epochs: ¦1.5 }'), 'n.epochs: expected an integer >= 1, found 1.5'],
    [
      'outside an interval',
      fourth('uses: data/split, needs: { jets: jets }, with: { train: ¦1.0, test: ¦.nan }'),
      'n.train: expected a number > 0 and < 1, found 1',
      'n.test: expected a number > 0 and < 1, found NaN',
    ],
    ['unknown choice', train('with: { network: ¦pfm }'), 'n.network: expected one of hl, pfn, dense, found "pfm"'],
    ['not a truth', train('with: { resume: ¦yes }'), 'n.resume: expected true or false, found "yes"'],
    ['an empty value', train('with: { seed: ¦}'), 'n.seed: expected an integer >= 0, found nothing'],
    ['an item of a list', train('with: { layers: [256, ¦big] }'), 'n.layers.1: expected an integer > 0, found "big"'],
    [
      'a list too short',
      train('with: { layers: ¦[] }'),
      'n.layers: expected a list of at least 1, each an integer > 0, found []',
    ],
    [
      'a value inside',
      train('with: { schedule: { warmup: ¦2 } }'),
      'n.schedule.warmup: expected a number >= 0 and <= 1, found 2',
    ],
    ['a key inside', train('with: { schedule: { ¦warm: 1 } }'), 'n.schedule: unknown key warm, did you mean warmup?'],
    [
      'neither of two',
      `${network}  n: { uses: attacks/fgsm, needs: { jets: split, classifier: c }, with: { limit: ¦much } }\n`,
      'n.limit: expected a number or "auto", found "much"',
    ],
    ['missing', fourth('uses: data/load', '¦'), 'n.path: expected the path of a file, found nothing'],
    [
      'a rule between parameters',
      fourth('uses: data/split, needs: { jets: jets }, with: { train: 0.5, test: ¦0.6 }'),
      'n.test: expected train + test <= 1',
    ],
    [
      'a rule broken by a default',
      fourth('uses: data/split, needs: { jets: jets }, ¦with: { train: 0.8 }'),
      'n.test: expected train + test <= 1',
    ],
    ['no mapping', train('with: ¦[1]'), 'n.with: expected a mapping of parameters, found [1]'],
    [
      'a file that is not there',
      fourth('uses: data/load, with: { path: ¦data/jet.arrow }'),
      'n.path: expected the file data/jet.arrow, found none',
    ],
    [
      'a folder for a file',
      fourth('uses: data/load, with: { path: ¦data }'),
      'n.path: expected the file data, found a folder',
    ],
    [
      'an absolute path',
      fourth('uses: data/load, with: { path: ¦/data/jets.arrow }'),
      'n.path: expected a path relative to the workspace root, found /data/jets.arrow',
    ],
    [
      'a path out of the workspace',
      fourth('uses: data/load, with: { path: ¦data/../../dev/zero }'),
      'n.path: expected a path within the workspace, found data/../../dev/zero',
    ],
    [
      'an optional file that is not there',
      train('with: { start: ¦data/none.arrow }'),
      'n.start: expected the file data/none.arrow, found none',
    ],
    [
      'a file in a list that is not there',
      train('with: { parts: [{ path: data/jets.arrow }, { path: ¦data/none.arrow }] }'),
      'n.parts.1.path: expected the file data/none.arrow, found none',
    ],
    [
      'a file by name that is not there',
      train('with: { inputs: { card: ¦data/none.yaml } }'),
      'n.inputs.card: expected the file data/none.yaml, found none',
    ],
    [
      'an anchor that contains itself',
      train('with: { layers: &a [¦*a] }'),
      'expected a value, found an anchor within itself',
    ],
  ],
  'a port': [
    [
      'missing',
      fourth('uses: models/train', '¦'),
      'n.needs: expected a node for port jets (jets with partitions), found none',
    ],
    [
      'missing beside another',
      fourth('uses: models/score, ¦needs: { jets: split }'),
      'n.needs: expected a node for port classifier (network to fool), found none',
    ],
    [
      'unknown',
      fourth('uses: models/train, needs: { jets: split, ¦jet: split }'),
      'n.needs: unknown port jet, did you mean jets?',
    ],
    [
      'unknown node',
      fourth('uses: models/train, needs: { jets: ¦splitt }'),
      'n.needs.jets: unknown node splitt, did you mean split?',
    ],
    [
      'unknown node in a list',
      `${head}  n: { uses: report/page, needs: { scores: [¦nobody] } }\n`,
      'n.needs.scores: unknown node nobody (known: jets, split, n)',
    ],
    [
      'a list for one',
      fourth('uses: models/train, needs: { jets: ¦[split] }'),
      'n.needs.jets: expected one node, found ["split"]',
    ],
    [
      'a mapping for many',
      fourth('uses: report/page, needs: { scores: ¦{ a: b } }'),
      'n.needs.scores: expected a node or a list of nodes, found {"a":"b"}',
    ],
    ['nothing', fourth('uses: models/train, needs: { jets: ¦}'), 'n.needs.jets: expected one node, found nothing'],
    [
      'no mapping',
      fourth('uses: report/page, needs: ¦split'),
      'n.needs: expected a mapping of ports to nodes, found "split"',
    ],
    [
      'not of the form of a reference',
      fourth('uses: models/train, needs: { jets: ¦split@1 }'),
      'n.needs.jets: expected a node (classifier, classifier@network=ll), found split@1',
    ],
    [
      'wrong kind: columns lacking',
      fourth('uses: models/train, needs: { jets: ¦jets }'),
      'n.needs.jets: expected kind split jets, found kind jets from jets, which lacks column partition of jets.arrow',
    ],
    [
      'wrong kind: files lacking',
      fourth('uses: models/score, needs: { jets: split, classifier: ¦split }'),
      'n.needs.classifier: expected kind classifier, found kind split jets from split, which lacks classifier.json, weights.arrow',
    ],
    [
      'wrong kind in a list',
      fourth('uses: report/page, needs: { scores: [¦jets] }'),
      'n.needs.scores: expected kind scores, found kind jets from jets, which lacks scores.arrow',
    ],
    [
      'a node that needs itself',
      fourth('uses: models/train, needs: { jets: ¦¦n }'),
      'n.needs.jets: expected kind split jets, found kind classifier from n, which lacks jets.arrow',
      'n.needs: expected no cycle, found n needs n',
    ],
    [
      'a cycle',
      `${head}  a: { uses: attacks/fgsm, needs: { jets: ¦b, classifier: c } }
  b: { uses: attacks/fgsm, needs: { jets: a, classifier: c } }
  c: { uses: models/train, needs: { jets: split } }
  d: { uses: models/train, needs: { jets: b } }
`,
      'a.needs: expected no cycle, found a needs b needs a',
    ],
  ],
  'a matrix': [
    ['without axes', train('¦matrix: {}'), 'n.matrix: expected at least one axis, found none'],
    ['no mapping', train('matrix: ¦[1]'), 'n.matrix: expected a mapping of axes, found [1]'],
    ['with an empty list', train('matrix: { ¦seed: [] }'), 'n.matrix.seed: expected at least one value, found none'],
    ['with an axis left empty', train('matrix: { ¦seed: }'), 'n.matrix.seed: expected at least one value, found none'],
    [
      'with a single value',
      train('matrix: { seed: ¦1 }'),
      'n.matrix.seed: expected a list of values, or a mapping of labels to parameters, found 1',
    ],
    ['with a value twice', train('matrix: { seed: [1, 2, ¦1.0] }'), 'n.matrix.seed: 1 comes twice'],
    ['with a label twice', train('matrix: { k: { a: , ¦a: } }'), 'map keys must be unique'],
    [
      'with a list inside',
      train('matrix: { layers: [¦[1], ¦[2]] }'),
      'n.matrix.layers: expected a number, text, true or false, found [1]',
      'n.matrix.layers: expected a number, text, true or false, found [2]',
    ],
    ['of an unknown parameter', train('matrix: { ¦seeds: [1] }'), 'n.seeds: unknown parameter, did you mean seed?'],
    [
      'with an unknown parameter of a label',
      train('matrix: { k: { a: { ¦sed: 1 } } }'),
      'n.sed: unknown parameter, did you mean seed?',
    ],
    ['with a value out of range', train('matrix: { seed: [1, ¦-1] }'), 'n.seed: expected an integer >= 0, found -1'],
    ['with a label that will not do', train('matrix: { k: { ¦a b: } }'), `n.matrix.k: name "a b": ${rule}`],
    [
      'with a value that will not do',
      train('matrix: { seed: [¦¦1e300] }'),
      `n.matrix.seed: name "1e+300": ${rule}`,
      'n.seed: expected an integer >= 0, found 1e+300',
    ],
    ['with an axis that will not do', train('matrix: { ¦a b: { x: } }'), `n.matrix: name "a b": ${rule}`],
    [
      'with a parameter set by two axes',
      train('matrix: { seed: [1], k: { a: { ¦seed: 2 } } }'),
      'n.seed: set by axis seed already',
    ],
    [
      'that overrules with',
      train('with: { ¦seed: 1 }, matrix: { seed: [2] }'),
      'n.seed: every point of axis seed sets it',
    ],
    [
      'with a value that no upstream point has',
      `${network}  n: { uses: models/score, needs: { jets: split, classifier: c }, matrix: { ¦seed: { 4: } } }\n`,
      'n.matrix.seed: c has no point seed=4 (1, 2, 3)',
    ],
    [
      'fixed on an unknown axis',
      `${network}  n: { uses: models/score, needs: { jets: split, classifier: ¦c@sed=1 } }\n`,
      'n.needs.classifier: unknown axis sed of c, did you mean seed?',
    ],
    [
      'fixed where there is none',
      `${head}  n: { uses: models/train, needs: { jets: ¦split@seed=1 } }\n`,
      'n.needs.jets: unknown axis seed of split (there are none)',
    ],
    [
      'fixed at an unknown value',
      `${network}  n: { uses: models/score, needs: { jets: split, classifier: ¦c@seed=4 } }\n`,
      'n.needs.classifier: c has no point seed=4 (1, 2, 3)',
    ],
    [
      'that differs between two ports',
      `nodes:
  jets: { uses: data/load, with: { path: data/jets.arrow } }
  split: { uses: data/split, needs: { jets: jets }, matrix: { seed: [1, 2] } }
  other: { uses: data/split, needs: { jets: jets } }
  c: { uses: models/train, needs: { jets: other }, matrix: { seed: [1, 2, 3] } }
  n: { uses: models/score, needs: { jets: split, classifier: ¦c } }
`,
      'n.needs.classifier: expected axis seed to have the same points as in split (1, 2), found (1, 2, 3)',
    ],
    [
      'of which a gathering port finds no point',
      `${network}  s: { uses: models/score, needs: { jets: split, classifier: c } }
  t: { uses: models/score, needs: { jets: split, classifier: c }, matrix: { seed: { 3: } } }
  n: { uses: statistics/compare, needs: { nominal: s, varied: ¦¦¦¦t } }
`,
      'n.needs.varied: no point of it agrees with n@seed=1+network=hl',
      'n.needs.varied: no point of it agrees with n@seed=1+network=pfn',
      'n.needs.varied: no point of it agrees with n@seed=2+network=hl',
      'n.needs.varied: no point of it agrees with n@seed=2+network=pfn',
    ],
    [
      'of which a point is gathered twice',
      `${network}  s: { uses: models/score, needs: { jets: split, classifier: c@seed=1 } }
  n: { uses: report/page, needs: { scores: [s, ¦s@network=hl] } }
`,
      'n.needs.scores: s@network=hl comes twice',
    ],
  ],
};

describe.each(Object.entries(rows))('%s', (_, table) => {
  test.each(table.map(([what, text, ...messages]) => [what, text, messages] as const))(
    '%s',
    (_what, text, messages) => {
      const { plain, places } = unmark(text);
      expect(problemsOf(plain)).toEqual(messages.map((message, i) => `${places[i]} ${message}`));
    },
  );
});

test('a problem names the file first, as a path from the root, then line and column', () => {
  const text = fourth('uses: attacks/fgsm, needs: { jets: split, classifier: c }, with: { epsilon: small }');
  const c = '  c: { uses: models/train, needs: { jets: split } }\n';
  expect(() => load(text + c)).toThrow(
    new WorkflowErrors([
      { file: 'workflows/w.yaml', line: 4, column: 84, message: 'n.epsilon: expected a number > 0, found "small"' },
    ]),
  );
});

test.skipIf(process.platform === 'win32')('a pipe, which never ends, is no file', () => {
  execFileSync('mkfifo', [join(root, 'data/pipe')]);
  expect(problemsOf(fourth('uses: data/load, with: { path: data/pipe }'))).toEqual([
    '4:39 n.path: expected the file data/pipe, found a device or pipe',
  ]);
});
