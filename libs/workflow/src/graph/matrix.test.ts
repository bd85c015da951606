// Axes as they expand, travel and meet in whole workflows.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { head, workspace } from '../testing/workspace.ts';

const { load } = workspace();
const ids = (text: string) => load(text).nodes.map(({ id }) => id);
const needsOf = (text: string, id: string) => load(text).nodes.find((node) => node.id === id)?.needs;

const networks = `${head}  classifier:
    uses: models/train
    needs: { jets: split }
    with: { resume: true }
    matrix:
      network: { hl: { network: hl, epochs: 20 }, ll: { epochs: 40 } }
      seed: [1, 2]
`;
const points = ['network=hl+seed=1', 'network=hl+seed=2', 'network=ll+seed=1', 'network=ll+seed=2'];
const at = (base: string) => points.map((point) => `${base}@${point}`);

describe('a matrix', () => {
  test('expands to its product, values and labelled sets setting parameters', () => {
    const nodes = load(networks).nodes.slice(2);
    expect(
      nodes.map(({ id, axes, params }) => [id, axes, params.network, params.epochs, params.seed, params.resume]),
    ).toEqual([
      ['classifier@network=hl+seed=1', { network: 'hl', seed: 1 }, 'hl', 20, 1, true],
      ['classifier@network=hl+seed=2', { network: 'hl', seed: 2 }, 'hl', 20, 2, true],
      ['classifier@network=ll+seed=1', { network: 'll', seed: 1 }, 'pfn', 40, 1, true],
      ['classifier@network=ll+seed=2', { network: 'll', seed: 2 }, 'pfn', 40, 2, true],
    ]);
  });

  test('is inherited through a port that takes one', () => {
    const text = `${networks}  attacked: { uses: attacks/fgsm, needs: { jets: split, classifier: classifier } }\n`;
    expect(ids(text).slice(6)).toEqual(at('attacked'));
    expect(needsOf(text, 'attacked@network=ll+seed=2')).toEqual({
      jets: ['split'],
      classifier: ['classifier@network=ll+seed=2'],
    });
  });

  test('of the node itself comes after the inherited axes', () => {
    const text = `${networks}  attacked: { uses: attacks/fgsm, needs: { jets: split, classifier: classifier@seed=1 }, matrix: { epsilon: [0.1, 1e-7] } }\n`;
    expect(ids(text).slice(6)).toEqual([
      'attacked@network=hl+epsilon=0.1',
      'attacked@network=hl+epsilon=1e-7',
      'attacked@network=ll+epsilon=0.1',
      'attacked@network=ll+epsilon=1e-7',
    ]);
    expect(needsOf(text, 'attacked@network=ll+epsilon=0.1')).toMatchObject({
      classifier: ['classifier@network=ll+seed=1'],
    });
  });

  test('matches two ports on the axes they share', () => {
    const text = `${networks}  attacked: { uses: attacks/fgsm, needs: { jets: split, classifier: classifier } }
  scored: { uses: models/score, needs: { jets: attacked, classifier: classifier } }
`;
    expect(ids(text).slice(10)).toEqual(at('scored'));
    expect(needsOf(text, 'scored@network=hl+seed=2')).toEqual({
      jets: ['attacked@network=hl+seed=2'],
      classifier: ['classifier@network=hl+seed=2'],
    });
  });

  test('combines ports on the axes they do not share', () => {
    const text = `nodes:
  jets: { uses: data/load, with: { path: data/jets.arrow } }
  split: { uses: data/split, needs: { jets: jets }, matrix: { seed: [1, 2] } }
  other: { uses: data/split, needs: { jets: jets } }
  classifier: { uses: models/train, needs: { jets: other }, matrix: { network: [hl, pfn] } }
  scored: { uses: models/score, needs: { jets: split, classifier: classifier } }
`;
    expect(ids(text).slice(6)).toEqual([
      'scored@seed=1+network=hl',
      'scored@seed=1+network=pfn',
      'scored@seed=2+network=hl',
      'scored@seed=2+network=pfn',
    ]);
  });

  test('is gathered through a port that takes many: all points that agree with the node', () => {
    const text = `${networks}  nominal: { uses: models/score, needs: { jets: split, classifier: classifier } }
  attacked: { uses: attacks/fgsm, needs: { jets: split, classifier: classifier }, matrix: { epsilon: [0.1, 0.2] } }
  varied: { uses: models/score, needs: { jets: attacked, classifier: classifier } }
  low: { uses: models/score, needs: { jets: split, classifier: classifier@network=hl } }
  compared: { uses: statistics/compare, needs: { nominal: nominal@seed=1, varied: [varied, low] } }
  page: { uses: report/page, needs: { scores: nominal } }
`;
    expect(needsOf(text, 'compared@network=ll')).toEqual({
      nominal: ['nominal@network=ll+seed=1'],
      varied: [
        'varied@network=ll+seed=1+epsilon=0.1',
        'varied@network=ll+seed=1+epsilon=0.2',
        'varied@network=ll+seed=2+epsilon=0.1',
        'varied@network=ll+seed=2+epsilon=0.2',
        'low@seed=1',
        'low@seed=2',
      ],
    });
    expect(needsOf(text, 'page')).toEqual({ scores: at('nominal') });
  });

  test('lets an axis of the node itself pick points upstream', () => {
    const text = `${networks}  again: { uses: models/score, needs: { jets: split, classifier: classifier }, matrix: { network: { ll: } } }\n`;
    expect(ids(text).slice(6)).toEqual(['again@seed=1+network=ll', 'again@seed=2+network=ll']);
    expect(needsOf(text, 'again@seed=2+network=ll')).toMatchObject({ classifier: ['classifier@network=ll+seed=2'] });
  });

  test('keeps booleans as parameters and names them as text', () => {
    const nodes = load(
      `${head}  a: { uses: models/train, needs: { jets: split }, matrix: { resume: [true, false] } }\n`,
    ).nodes.slice(2);
    expect(nodes.map(({ id, axes, params }) => [id, axes.resume, params.resume])).toEqual([
      ['a@resume=true', 'true', true],
      ['a@resume=false', 'false', false],
    ]);
  });

  test('of any shape expands to the product, downstream too, with unique ids', () => {
    const label = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,5}$/);
    const axis = fc.uniqueArray(label, { minLength: 1, maxLength: 4, selector: (text) => text });
    const shape = fc.dictionary(label, axis, { minKeys: 1, maxKeys: 3, noNullPrototype: true });
    fc.assert(
      fc.property(shape, (matrix) => {
        const labelled = Object.fromEntries(
          Object.entries(matrix).map(([name, values]) => [
            name,
            values.map((value) => `${JSON.stringify(value)}: {}`).join(', '),
          ]),
        );
        const yaml = Object.entries(labelled)
          .map(([name, values]) => `${JSON.stringify(name)}: { ${values} }`)
          .join(', ');
        const { nodes } = load(`${head}  c: { uses: models/train, needs: { jets: split }, matrix: { ${yaml} } }
  s: { uses: models/score, needs: { jets: split, classifier: c } }
`);
        const size = Object.values(matrix).reduce((product, values) => product * values.length, 1);
        expect(nodes).toHaveLength(2 + 2 * size);
        expect(new Set(nodes.map(({ id }) => id)).size).toBe(nodes.length);
        for (const node of nodes) {
          const before = nodes.slice(0, nodes.indexOf(node)).map(({ id }) => id);
          expect(
            Object.values(node.needs)
              .flat()
              .every((id) => before.includes(id)),
          ).toBe(true);
          if (node.base === 's') expect(node.needs.classifier).toEqual([node.id.replace(/^s/, 'c')]);
        }
      }),
      { numRuns: 100, seed: 1 },
    );
  });
});
