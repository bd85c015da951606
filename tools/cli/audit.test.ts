// Workflow files of an audit, and what it refuses.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { auditWorkflow } from './audit-workflow.ts';
import { parametersOf } from './audit.ts';

const plan = {
  ...{ name: 'audit-net', tagger: 'My net: v2', command: 'npx jetdemon audit net.onnx jets.arrow' },
  jets: { uses: 'data/load', with: { path: 'data/jets-2k.arrow' } },
  importing: { model: 'net.onnx', features: { unit: 'GeV', preset: 'energyflow-pfn' } },
  gradient: true,
};

interface Written {
  readonly title: string;
  readonly nodes: Readonly<
    Record<string, { uses: string; needs?: Record<string, unknown>; with?: unknown; matrix?: unknown }>
  >;
}

test('of a tagger without gradient nothing follows one, and the same is asked of what a search by scores makes', () => {
  const [with_, without] = [true, false].map(
    (gradient) => (parse(auditWorkflow({ ...plan, gradient })) as Written).nodes,
  );
  const tasks = (nodes: Written['nodes']) => new Set(Object.values(nodes).map(({ uses }) => uses));
  const following = ['attacks/fgsm', 'attacks/train-adversary', 'attacks/adversary'];
  expect([...tasks(with_!)].filter((task) => !tasks(without!).has(task))).toEqual(following);
  expect([...tasks(without!)].filter((task) => !tasks(with_!).has(task))).toEqual(['attacks/square']);
});

test.each([true, false])(
  'the file has every node that its nodes need, no reference of a paper, and the parameters as they were told',
  (gradient) => {
    const { title, nodes } = parse(auditWorkflow({ ...plan, gradient })) as Written;
    expect(title).toBe('How wrong could My net: v2 be?');
    const needed = Object.values(nodes).flatMap(({ needs = {} }) => Object.values(needs).flat());
    expect(needed.filter((name) => !Object.hasOwn(nodes, String(name)))).toEqual([]);
    expect(nodes['jets']).toEqual(plan.jets);
    expect(nodes['tagger']!.matrix).toEqual({ network: { 'My-net--v2': plan.importing } });
    expect(JSON.stringify(nodes['report'])).not.toContain('reference');
  },
);

let root: string;
beforeAll(() => void (root = fs.mkdtempSync(path.join(os.tmpdir(), 'audit-'))));
afterAll(() => fs.rmSync(root, { recursive: true }));

function told(features: string | undefined, more: object = {}) {
  const file = path.join(root, 'features.yaml');
  if (features !== undefined) fs.writeFileSync(file, features);
  const tagger = path.join(root, 'net.onnx');
  return parametersOf(root, { tagger, ...(features !== undefined && { features: file }), ...more });
}

test('what models/import is told: a section as it stands, or a file of weaver by its path', () => {
  expect(told('features: { unit: MeV, preset: energyflow-pfn }\noutput: { classes: [a, b] }', { signal: 'b' })).toEqual(
    {
      model: 'net.onnx',
      features: { unit: 'MeV', preset: 'energyflow-pfn' },
      output: { classes: ['a', 'b'], signal: 'b' },
    },
  );
  expect(told('{"input_names": ["pf"]}', { unit: 'GeV' })).toEqual({
    model: 'net.onnx',
    features: { unit: 'GeV', file: 'features.yaml' },
  });
});

test.each([
  [undefined, {}, /expected --features FILE: .*jetdemon inspect .*net\.onnx shows the inputs/],
  ['{"input_names": ["pf"]}', {}, /features\.yaml: expected --unit GeV, MeV or TeV/],
  ['features: { preset: energyflow-pfn }', {}, /features\.yaml: features\.unit: /],
  ['features: { unit: GeV }', { unit: 'MeV' }, /--unit: .* says GeV, found MeV/],
  ['features: { unit: GeV', {}, /features\.yaml: expected YAML or JSON, found damage/],
  ['outputs: {}', {}, /features\.yaml: features: /],
])('%s is refused', (features, more, message) => {
  expect(() => told(features, more)).toThrow(message);
});
