// An audit of a network whose slopes turn out to be zero: it is found when it is tried, before the workflow is written.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { encoded } from '../libs/compute/src/onnx/import/testing/model.ts';
import { copyCheckout, remove } from './checkout.mjs';

let root: string;
beforeAll(() => {
  root = copyCheckout(['data/jets-2k.arrow']);
  fs.mkdirSync(path.join(root, 'workflows'), { recursive: true });
});
afterAll(() => remove(root));

/** particles [N, P, 1] -> score [N, 1], the sum of whole numbers of GeV: its slopes are zero wherever there are any. */
const inSteps = encoded({
  name: 'in steps',
  input: [{ name: 'particles', type: { tensorType: { elemType: 1, shape: { dim: [{ dimParam: 'N' }, { dimParam: 'P' }, { dimValue: 1 }] } } } }], // prettier-ignore
  output: [{ name: 'score', type: { tensorType: { elemType: 1, shape: { dim: [{ dimParam: 'N' }, { dimValue: 1 }] } } } }], // prettier-ignore
  initializer: [{ name: 'axis', dims: [1], dataType: 7, rawData: new Uint8Array(BigInt64Array.of(1n).buffer) }],
  node: [
    { opType: 'Round', input: ['particles'], output: ['whole'], name: 'whole' },
    { opType: 'ReduceSum', input: ['whole', 'axis'], output: ['score'], name: 'score', attribute: [{ name: 'keepdims', type: 2, i: 0 }] }, // prettier-ignore
  ],
});

test('searches by scores take the place of FGSM and adversary, and the reason is said', { timeout: 600_000 }, () => {
  fs.writeFileSync(path.join(root, 'data/steps.onnx'), inSteps);
  fs.writeFileSync(
    path.join(root, 'steps.yaml'),
    'features: { unit: GeV, inputs: { particles: { axes: NPF, features: [pt] } } }\noutput: { is: logits }\n',
  );
  const inherited = Object.entries(process.env).filter(([name]) => !/^(NX_|VITEST|JETDEMON_|NODE_OPTIONS)/.test(name));
  const audit = (...options: readonly string[]) =>
    execFileSync(
      process.execPath,
      [
        'tools/bin/jetdemon.mjs',
        'audit',
        'data/steps.onnx',
        'data/jets-2k.arrow',
        '--features',
        'steps.yaml',
        ...options,
      ],
      {
        cwd: root,
        env: { ...Object.fromEntries(inherited), NX_ISOLATE_PLUGINS: 'false', JETDEMON_DEVICE: 'cpu' },
        encoding: 'utf8',
      },
    );
  const said = audit('--write-only');
  expect(said.trim().split('\n').at(-1)).toBe(
    'workflows/audit-steps.yaml written: steps.onnx: its slopes are zero for all 128 jets that it was tried on, so that a search by its scores (attacks/square) takes the place of FGSM and of the adversary',
  );
  const workflow = fs.readFileSync(path.join(root, 'workflows/audit-steps.yaml'), 'utf8');
  expect(workflow).toContain('attacks/square');
  expect(workflow).not.toMatch(/attacks\/(fgsm|train-adversary|adversary)/);

  // the rest on a batch system, which is not in the workflow: the same file as without it
  expect(audit('--engine', 'htcondor', '--force')).toMatch(/condor_submit_dag .*audit-steps\.dag/);
  const dag = fs.readFileSync(path.join(root, 'out/audit-steps/.htcondor/audit-steps.dag'), 'utf8');
  expect(dag).toMatch(/^# .*report/m);
  expect(dag).not.toMatch(/^# jets/m); // there already: the tagger was tried on them
  const again = fs.readFileSync(path.join(root, 'workflows/audit-steps.yaml'), 'utf8');
  expect(again).not.toContain('htcondor');
  expect(again.replace(' --force', ' --write-only')).toBe(workflow);
});
