import { join } from 'node:path';
import { numbers, observableColumns, scores } from '@jetdemon/artifacts';
import { defineTask, InputError, keyOf, loadGraph, writeColumns, type Input } from '@jetdemon/workflow';
import { afterAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import type { Claims, Quoted } from '@jetdemon/artifacts';
import { studentFactor } from '../intervals/student.ts';
import { metricsOf, quoted, Workspace } from '../testing/workspace.ts';
import claimsTask from './claims.ts';
import significanceTask from './significance.ts';

const workspace = new Workspace();
afterAll(() => workspace.remove());

const toy = defineTask({
  name: 'toy/numbers',
  description: 'numbers',
  params: z.strictObject({}),
  inputs: {},
  output: numbers,
  run: async () => undefined,
});

type Params = Parameters<typeof claimsTask.run>[0]['params'];

/** The parameters of the claims of a workflow, whose other nodes are toys. */
function paramsOf(claims: string, more = ''): Params {
  const text = `nodes:
  summary: { uses: toy/numbers }
  claims:
    uses: statistics/claims
    needs: { numbers: [summary] }
    with:
      ${more}
      claims:
${claims}`;
  const tasks = { [toy.name]: toy, [claimsTask.name]: claimsTask };
  const graph = loadGraph({ file: 'workflows/toy.yaml', text, tasks, root: '.' });
  return graph.nodes.find(({ id }) => id === 'claims')!.params as Params;
}

const inputs = (): Input[] => [
  workspace.numbers('summary@network=hl', metricsOf(0.75, { 'adversary-scores': 0.125, 'random-scores': 0 })),
  workspace.numbers('summary@network=ll', metricsOf(0.875, { 'adversary-scores': 0.25, 'random-scores': 0 })),
  workspace.numbers('acceptance@network=ll+seed=1', { ks: { mass: quoted(0.025) } }),
  workspace.numbers('acceptance@network=ll+seed=2', { ks: { mass: quoted(0.035) } }),
];

async function answer(claims: string, more?: string) {
  const run = await workspace.run(claimsTask, paramsOf(claims, more), { numbers: inputs() });
  return { ...(run.json('claims.json') as Claims), text: run.text('claims.txt') };
}

const list = `
        - claim: LL AUC exceeds HL
          number: { of: summary@network=ll, at: auc, minus: { of: summary@network=hl, at: auc } }
          expect: { above: 0 }
          paper: 0.09
          source: §II
        - claim: the adversary costs the low-level network a quarter of its significance at the expected optimum
          number: { of: summary@network=ll, at: variations/adversary-scores/loss_at_nominal_optimum }
          expect: { between: [0.2, 0.3] }
          percent: true
          paper: 25% (text), 17.4% (an earlier Fig. 4)
        - claim: LL loses at least four times as much as HL
          number:
            of: summary@network=ll
            at: variations.adversary-scores.loss_at_nominal_optimum
            over: { of: summary@network=hl, at: variations.adversary-scores.loss_at_nominal_optimum }
          expect: { above: 4 }
        - claim: random perturbation is harmless
          number: { of: summary@network=ll, at: variations/random-scores/loss_at_nominal_optimum }
          expect: { below: 0.01 }
          percent: true
        - { claim: the adversary passes the acceptance criterion of the mass, number: { of: acceptance, at: ks/mass }, expect: { below: 0.04 } }
`;

describe('statistics/claims', () => {
  test('answers a list of claims as a workflow has it', async () => {
    const { claims, interval } = await answer(list);
    expect(interval).toBe(0.68);
    const [auc, quarter, fourfold, random, criterion] = claims;
    expect(auc).toMatchObject({
      claim: 'LL AUC exceeds HL',
      number: { value: 0.125, description: 'it (summary@network=ll), less it (summary@network=hl)' },
      expected: 'above 0',
      paper: '0.09',
      source: '§II',
      percent: false,
      verdict: 'confirmed',
      nodes: ['summary@network=ll', 'summary@network=hl'],
    });
    expect((auc!.number as Quoted).low).toBeCloseTo(0.125 - Math.SQRT2 / 64, 12);
    expect(quarter).toMatchObject({
      number: { ...quoted(0.25), description: 'it (summary@network=ll)' },
      expected: '20% to 30%',
      paper: '25% (text), 17.4% (an earlier Fig. 4)',
      source: null,
      verdict: 'confirmed',
    });
    expect(fourfold!.number.value).toBe(2);
    expect((fourfold!.number as Quoted).high).toBeCloseTo(2 * (1 + Math.hypot(1 / 16, 1 / 8)), 12);
    expect(fourfold).toMatchObject({ verdict: 'not confirmed', paper: null });
    expect(random).toMatchObject({ number: { value: 0 }, expected: 'below 1%', verdict: 'undecided' });
    // over the seeds: values 0.03 -+ 0.005, so s / sqrt(2) = 0.005
    const seeds = studentFactor(0.68, 1) * 0.005;
    expect(criterion!.number.value).toBeCloseTo(0.03, 12);
    expect((criterion!.number as Quoted).high).toBeCloseTo(0.03 + Math.hypot(1 / 64, seeds), 12);
    expect(criterion).toMatchObject({
      verdict: 'undecided',
      nodes: ['acceptance@network=ll+seed=1', 'acceptance@network=ll+seed=2'],
    });
  });

  test('judges a number without an interval as it is, by its mean over seeds, and says so', async () => {
    const bare = (value: number) => ({ value, uncertainty: 'that of a largest difference', description: 'KS' });
    const numbers = [0.9, 1.3].map((value, at) => workspace.numbers(`criteria@seed=${at}`, { ratio: bare(value) }));
    const claimed = (number: string) =>
      `        - { claim: it passes, number: { ${number} }, expect: { below: 1.2 } }\n`;
    const run = (number: string) => workspace.run(claimsTask, paramsOf(claimed(number)), { numbers });
    const { claims, description } = (await run('of: criteria, at: ratio')).json('claims.json') as Claims;
    // sample standard deviation of 0.9 and 1.3
    expect(claims[0]).toMatchObject({
      verdict: 'confirmed',
      number: { value: expect.closeTo(1.1, 12) as number, spread: expect.closeTo(0.4 / Math.SQRT2, 12) as number },
    });
    expect(claims[0]!.number).not.toHaveProperty('low');
    expect(description).toContain('without an interval is judged as it is');
    await expect(run('of: criteria@seed=0, at: ratio, minus: { of: criteria@seed=1, at: ratio }')).rejects.toThrow(
      /expected a number with an interval for a difference or ratio, found one without: that of a largest difference/,
    );
  });

  test('writes the table as text, within 120 columns', async () => {
    const { text } = await answer(list);
    // columns of 44, 20, 10, 21 and 13, gaps of 2: 116
    expect(text).toBe(`\
claim                                         here [68% interval]   expected    paper                  verdict
--------------------------------------------  --------------------  ----------  ---------------------  -------------
LL AUC exceeds HL                             0.125 [0.103, 0.147]  above 0     0.09                   confirmed
the adversary costs the low-level network a   25.0% [23.4%, 26.6%]  20% to 30%  25% (text), 17.4% (an  confirmed
quarter of its significance at the expected                                     earlier Fig. 4)
optimum
LL loses at least four times as much as HL    2.00 [1.72, 2.28]     above 4     -                      not confirmed
random perturbation is harmless               0.0% [-1.6%, 1.6%]    below 1%    -                      undecided
the adversary passes the acceptance           0.030 [0.012, 0.048]  below 0.04  -                      undecided
criterion of the mass

5 claims: 2 confirmed, 1 not confirmed, 2 undecided;
4 of one training: how far another would be from it is not in the intervals
`);
  });

  test('says how many trainings a number is a mean over, of two numbers the fewer', async () => {
    const { claims, description } = await answer(list);
    expect(claims.map(({ trainings }) => trainings)).toEqual([1, 1, 1, 1, 2]);
    expect(description).toContain('; 4 of one training: how far another would be from it is not in the intervals');
  });

  test('takes one point alone where the axis is given', async () => {
    const one = `
        - { claim: one, number: { of: acceptance@seed=2, at: ks/mass }, expect: { below: 0.04 } }`;
    expect((await answer(one)).claims[0]).toMatchObject({
      number: { value: 0.035 },
      nodes: ['acceptance@network=ll+seed=2'],
    });
  });

  test.each([
    [
      'an unknown node',
      '{ of: sumary, at: auc }',
      'claims.0 (it is so).number.of: unknown node sumary, did you mean summary?',
    ],
    [
      'an unknown point',
      '{ of: summary@network=lll, at: auc }',
      'claims.0 (it is so).number.of: no point summary@network=lll (known: summary@network=hl, summary@network=ll)',
    ],
    [
      'no node',
      '{ of: summary@ll, at: auc }',
      'claims.0 (it is so).number.of: expected a node (summary, summary@network=ll), found summary@ll',
    ],
    [
      'a mean over networks',
      '{ of: summary, at: auc }',
      'claims.0 (it is so).number.of: expected a point of axis network, which is not averaged over, found summary@network=hl, summary@network=ll',
    ],
    [
      'an unknown number',
      '{ of: acceptance@seed=1, at: ks/maß }',
      'claims.0 (it is so).number.at: acceptance@network=ll+seed=1 has no maß on the way to ks/maß, did you mean mass?',
    ],
    [
      'what is no number',
      '{ of: acceptance@seed=1, at: ks }',
      'claims.0 (it is so).number.at: expected a number with value, low and high at ks of acceptance@network=ll+seed=1, found mass',
    ],
    [
      'more than there is',
      '{ of: acceptance@seed=1, at: ks/mass/value/x }',
      'claims.0 (it is so).number.at: acceptance@network=ll+seed=1 has no x on the way to ks/mass/value/x (there are none)',
    ],
    [
      'an unknown subtrahend',
      '{ of: acceptance, at: ks/mass, minus: { of: acceptance, at: ks/pt } }',
      'claims.0 (it is so).number.minus.at: acceptance@network=ll+seed=1 has no pt on the way to ks/pt (known: mass)',
    ],
    [
      'a ratio to zero',
      '{ of: acceptance, at: ks/mass, over: { of: summary@network=ll, at: variations/random-scores/loss_at_nominal_optimum } }',
      'claims.0 (it is so).number.over: expected a number other than 0, found 0',
    ],
  ])('refuses %s', async (_, number, message) => {
    const claim = `
        - { claim: it is so, number: ${number}, expect: { above: 0 } }`;
    await expect(answer(claim)).rejects.toEqual(new InputError(message));
  });

  test('averages over the axes that it is told', async () => {
    const claim = `
        - { claim: it is so, number: { of: summary, at: auc }, expect: { above: 0.7 } }`;
    expect((await answer(claim, 'average: [network, seed]')).claims[0]!.number.value).toBe(0.8125);
  });

  test.each([
    [
      'two expectations',
      'expect: { above: 0, below: 1 }',
      'claims.claims.0.expect: expected exactly one of above, below, between',
    ],
    ['no expectation', 'expect: {}', 'claims.claims.0.expect: expected exactly one of above, below, between'],
    ['an empty range', 'expect: { between: [1, 0] }', 'claims.claims.0.expect: expected between: [least, most]'],
    [
      'an unknown expectation',
      'expect: { about: 1 }',
      'claims.claims.0.expect: unknown key about, did you mean above?',
    ],
  ])('the checker refuses %s', (_, expectation, message) => {
    const claim = `
        - { claim: it is so, number: { of: summary, at: auc }, ${expectation} }`;
    expect(() => paramsOf(claim)).toThrow(message);
  });

  test('refuses intervals of different content', async () => {
    const [first, second] = [metricsOf(0.75, {}), metricsOf(0.75, {})];
    const given = [
      workspace.numbers('summary@network=hl', first),
      workspace.numbers('summary@network=ll', { ...second, convention: { ...second.convention, interval: 0.95 } }),
    ];
    const params = paramsOf(`
        - { claim: it is so, number: { of: summary@network=ll, at: auc }, expect: { above: 0 } }`);
    await expect(workspace.run(claimsTask, params, { numbers: given })).rejects.toEqual(
      InputError.at({ node: 'summary@network=ll' }, 'expected intervals of 0.68 as in summary@network=hl, found 0.95'),
    );
  });
});

test('networks that were asked about the same jets are compared replica by replica, those of other jets are not', async () => {
  const uniform = keyOf('scores').uniform();
  const label = Uint8Array.from({ length: 2000 }, (_, row) => row % 2);
  const better = Float32Array.from(label, (one) => (one ? Math.max(uniform(), uniform()) : uniform()));
  // hardly worse: every twelfth score of the signal is drawn as background
  const worse = better.map((score, row) => (row % 40 === 1 ? uniform() : score));
  const run = async (node: string, score: Float32Array, first = 300) => {
    const input = workspace.empty(node);
    const table = {
      ...{ label, weight: new Float64Array(label.length).fill(1), score },
      ...observableColumns(() => Float32Array.from(label, (_, row) => first + row)),
    };
    await writeColumns(join(input.folder, 'scores.arrow'), scores.files['scores.arrow'], table, { kind: scores });
    const { folder } = await workspace.run(significanceTask, { replicas: 300 }, { nominal: input, variations: [] });
    return { ...input, folder };
  };
  const claim = `
        - claim: a is better than b
          number: { of: a, at: auc, minus: { of: b, at: auc } }
          expect: { above: 0 }
`;
  const answerOf = async (numbers: Input[]) =>
    ((await workspace.run(claimsTask, paramsOf(claim), { numbers })).json('claims.json') as Claims).claims[0]!;
  const paired = await answerOf([await run('a', better), await run('b', worse)]);
  const others = await answerOf([await run('a', better), await run('b', worse, 400)]);
  expect(paired.verdict).toBe('confirmed');
  expect(paired.number.description).toContain('replica by replica');
  expect(others.number.value).toBe(paired.number.value);
  expect(others.verdict).toBe('undecided');
  const width = ({ low, high }: Quoted) => high - low;
  expect(width(others.number as Quoted)).toBeGreaterThan(2 * width(paired.number as Quoted));
});
