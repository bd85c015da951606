// ONNX' own backend tests (package `onnx` of PyPI, 1.16.2: opset 21). They run where ONNX_BACKEND_TESTS names the folder
// `onnx/backend/test/data` of that package, and are skipped elsewhere.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openDevice } from '../../../devices/open-device.ts';
import { folders, type Outcome, runFolder } from './backend-tests.ts';
import { knownFailures } from './known-failures.ts';

const data = process.env.ONNX_BACKEND_TESTS;

test.skipIf(!data).each(['tfjs-cpu', 'cpu'] as const)(
  "ONNX' backend tests on %s",
  { timeout: 900_000 },
  async (name) => {
    const device = await openDevice(name);
    const outcomes: Outcome[] = [];
    for (const suite of ['node', 'simple'])
      for (const folder of folders(join(data!, suite)))
        outcomes.push(await runFolder(join(data!, suite), folder, device));
    const failed = outcomes.filter(({ kind }) => kind === 'failed');
    console.log(figures(outcomes));
    const unknown = failed.filter((outcome) => !(outcome.name in knownFailures));
    expect(unknown.map((outcome) => `${outcome.name}: ${outcome.why.slice(0, 200)}`)).toEqual([]);
    const passed = outcomes.filter(({ kind }) => kind === 'passed').length;
    expect(passed / (passed + failed.length)).toBeGreaterThanOrEqual(0.97);
  },
);

function figures(outcomes: readonly Outcome[]): string {
  const rows = new Map<string, Record<Outcome['kind'], number>>();
  for (const { kind, operators } of outcomes)
    for (const operator of operators) {
      const row = rows.get(operator) ?? { passed: 0, failed: 0, outside: 0 };
      row[kind]++;
      rows.set(operator, row);
    }
  const count = (kind: Outcome['kind']): number => outcomes.filter((outcome) => outcome.kind === kind).length;
  const lines = [...rows]
    .sort()
    .map(([operator, { passed, failed, outside }]) => `${operator} ${passed} ${failed} ${outside}`);
  return [
    `all: passed ${count('passed')}, failed ${count('failed')}, outside ${count('outside')}`,
    'operator passed failed outside',
    ...lines,
  ].join('\n');
}
