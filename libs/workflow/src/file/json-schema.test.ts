import Ajv from 'ajv';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { jsonSchemaOf } from './json-schema.ts';
import { tasks } from '../testing/tasks.ts';
import { devices, head } from '../testing/workspace.ts';

const ajv = new Ajv({ strict: true, strictTypes: false });
ajv.addKeyword('file');
ajv.addKeyword('folder');
const validate = ajv.compile(jsonSchemaOf(tasks, devices));
const accepts = (text: string) => validate(parse(text));
const train = (keys: string) => `${head}  n: { uses: models/train, needs: { jets: split }, ${keys} }\n`;

describe('the schema for editors accepts', () => {
  test.each([
    ['nodes alone', head],
    ['a title', `title: x\n${head}`],
    ['parameters', train('with: { network: pfn, layers: [1, 2], schedule: { warmup: 0.5 } }')],
    ['a list axis', train('matrix: { seed: [1, 2], resume: [true, false] }')],
    ['a labelled axis', train('matrix: { network: { hl: { network: hl, epochs: 20 }, ll: {}, pfn: } }')],
    ['a pinned axis', `${head}  n: { uses: models/train, needs: { jets: split@seed=1+k=a } }\n`],
    [
      'one node or a list for a gathering port',
      `${head}  a: { uses: report/page, needs: { scores: a } }\n  b: { uses: report/page, needs: { scores: [a, b] } }\n`,
    ],
    ['no needs where all ports gather', `${head}  n: { uses: report/page }\n`],
    ['a required parameter left to the matrix', `nodes:\n  n: { uses: data/load, matrix: { path: [a, b] } }\n`],
    ['device and description', train('device: gpu, description: x')],
  ])('%s', (_, text) => expect([accepts(text), validate.errors]).toEqual([true, null]));
});

describe('the schema for editors refuses', () => {
  test.each([
    ['no nodes', 'title: x\n'],
    ['an unknown top-level key', `${head}node: 1\n`],
    ['an unknown task', `${head}  n: { uses: models/trian }\n`],
    ['an unknown key', train('matrx: {}')],
    ['an unknown parameter', train('with: { epoch: 1 }')],
    ['a parameter of another task', train('with: { epsilon: 1 }')],
    ['a parameter out of range', train('with: { epochs: 0 }')],
    ['an unknown choice', train('with: { network: pfm }')],
    ['an axis value out of range', train('matrix: { seed: [-1] }')],
    ['an unknown device', train('device: gpo')],
    ['an empty axis', train('matrix: { seed: [] }')],
    ['an unknown port', `${head}  n: { uses: models/train, needs: { jets: split, jet: split } }\n`],
    ['a missing port', `${head}  n: { uses: models/train }\n`],
    ['a list for a port that takes one', `${head}  n: { uses: models/train, needs: { jets: [split] } }\n`],
    ['a name that will not do', `${head}  a b: { uses: report/page }\n`],
    ['the reserved name', `${head}  all: { uses: report/page }\n`],
  ])('%s', (_, text) => expect(accepts(text)).toBe(false));
});

test('the schema for editors carries the descriptions of tasks, ports and parameters', () => {
  const text = JSON.stringify(jsonSchemaOf(tasks));
  for (const said of ['trains a network', 'jets with partitions (split jets)', 'architecture, §II'])
    expect(text).toContain(said);
});
