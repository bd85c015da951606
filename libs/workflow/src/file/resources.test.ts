// Resources of nodes: units, the workflow's below the node's, a base file's, in no parameter; what is wrong has its place.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { defineTask } from '../define-task.ts';
import { WorkflowErrors } from '../errors.ts';
import { loadGraph } from '../graph/load-graph.ts';

const kind = { name: 'numbers', version: 1, description: 'numbers', files: {} };
const params = z.strictObject({ count: z.int().default(1) });
const run = async () => undefined;
const tasks = {
  'toy/draw': defineTask({ name: 'toy/draw', description: 'draws', params, inputs: {}, output: kind, run }),
};

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'resources-'));
  mkdirSync(join(root, 'workflows'));
  writeFileSync(
    join(root, 'workflows', 'long.yaml'),
    'resources: { partition: long }\nnodes: { draw: { uses: toy/draw } }\n',
  );
});
afterAll(() => rmSync(root, { recursive: true }));

const asked = (text: string) => {
  const { nodes } = loadGraph({ file: 'workflows/w.yaml', text, tasks, root });
  return Object.fromEntries(nodes.map(({ id, resources }) => [id, resources]));
};

test("a node's go before the workflow's, field by field; GB are counted by 1024 MB", () => {
  const text = `
resources: { memory: 2 GB, time: 90 min, partition: "short,long" }
nodes:
  draw: { uses: toy/draw }
  more: { uses: toy/draw, resources: { cpus: 4, memory: 1.5GB, gpus: 1, time: 2 d } }
`;
  expect(asked(text)).toEqual({
    draw: { memoryMB: 2048, seconds: 5400, partition: 'short,long' },
    more: { cpus: 4, memoryMB: 1536, gpus: 1, seconds: 172_800, partition: 'short,long' },
  });
});

test('those of a workflow that is extended hold, unless the one that extends it has its own', () => {
  expect(asked('extends: long.yaml')).toEqual({ draw: { partition: 'long' } });
  expect(asked('extends: long.yaml\nresources: { cpus: 2 }')).toEqual({ draw: { cpus: 2 } });
  expect(asked('extends: long.yaml\nset: { draw: { resources: { cpus: 2 } } }')).toEqual({
    draw: { cpus: 2, partition: 'long' },
  });
});

describe('what is wrong is told with its place', () => {
  test.each([
    ['memory: 4', '1:22 resources.memory: expected an amount with its unit, MB, GB or TB (4 GB), found 4'],
    ['memory: 4 GiB', '1:22 resources.memory: expected an amount with its unit, MB, GB or TB (4 GB), found "4 GiB"'],
    ['memory: 0 GB', '1:22 resources.memory: expected an amount with its unit, MB, GB or TB (4 GB), found "0 GB"'],
    ['time: 1:30:00', '1:20 resources.time: expected a time with its unit, s, min, h or d (90 min), found "1:30:00"'],
    ['cpus: 1.5', '1:20 resources.cpus: expected a whole number of cores >= 1, found 1.5'],
    ['gpus: -1', '1:20 resources.gpus: expected a whole number of GPUs >= 0, found -1'],
    ['partition: a b', '1:25 resources.partition: expected names of partitions (long, or long,short), found "a b"'],
    ['cpu: 2', '1:14 resources: unknown key cpu, did you mean cpus?'],
  ])('%s', (text, expected) => {
    const messages = () => {
      try {
        return asked(`resources: { ${text} }\nnodes: { draw: { uses: toy/draw } }`);
      } catch (error) {
        if (!(error instanceof WorkflowErrors)) throw error;
        return error.message.replaceAll('workflows/w.yaml:', '');
      }
    };
    expect(messages()).toBe(expected);
  });

  test('a part whose resources would be lost', () => {
    expect(() => asked('include: long.yaml')).toThrow(
      'workflows/w.yaml:1:10 include: expected resources at the nodes of long.yaml, found them for all of it',
    );
  });
});
