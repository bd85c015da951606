// Known differences that were undone, on a page: shifts of numbers beside their distance from the paper's.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Input } from '@jetdemon/workflow';
import { afterAll, beforeAll, expect, test } from 'vitest';
import pageTask from '../tasks/page.ts';
import { expectClosedInOrder } from '../testing/closed.ts';
import { names, paperFile } from '../testing/reference.ts';
import { runTask } from '../testing/run.ts';
import { createWorkspace, networks, type Workspace } from '../testing/workspace.ts';

let workspace: Workspace;
/** The same analysis of networks that separate better, as if more jets did that. */
let better: Workspace;
let undone: Input[];
let pages = 0;
beforeAll(async () => {
  workspace = await createWorkspace();
  const shifted = Object.entries(networks).map(([name, one]) => [name, { ...one, shift: one.shift + 0.05 }]);
  better = await createWorkspace(Object.fromEntries(shifted) as typeof networks);
  // As a port of one kind hands them over: without their kind.
  undone = better.curves.map((input) => ({
    ...{ ...input, kind: undefined },
    ...{ node: `other@difference=size+network=${String(input.axes['network'])}`, base: 'other' },
    axes: { ...input.axes, difference: 'size' },
  }));
});
afterAll(() => {
  workspace.remove();
  better.remove();
});

const pageOf = async (params: object, inputs: Input[] = undone) => {
  const folder = join(workspace.root, `page-${++pages}`);
  const results = [...workspace.curves, ...workspace.attacked];
  await runTask(pageTask, { reference: paperFile, names, ...params }, { results, undone: inputs }, folder);
  const html = readFileSync(join(folder, 'index.html'), 'utf8');
  expectClosedInOrder(html);
  return html
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .replaceAll(' .', '.');
};

test('a page says what a difference that was undone is worth for each number, and which were not', async () => {
  const text = await pageOf({ undone: { 'difference=size': 'training details' } });
  expect(text).toMatch(
    /Undone one by one, and measured: training details \(\d+\)\. The shares of the others are not known;/,
  );
  expect(text).toContain('Shift of each number when a known difference is undone');
  expect(text).toMatch(/training details\. .*? Undone and measured: its column of the table above\./);
  expect(text).toMatch(/detector\. .*? Not measured here: it needs Delphes/);
  expect(text).toMatch(/peak convention\. .*? Not measured here: nothing on this page undoes it\./);
  // AUC of two unit normals 1.14 and 1.19 apart: Φ(1.14/√2) = 0.78991, Φ(1.19/√2) = 0.79995 (SciPy's norm.cdf); errors of 0.002, twice.
  expect(text).toMatch(/HL, area under the ROC curve 0\.7899 0\.79 agrees \+0\.0100 ± 0\.0028/);
  // 1.66 and 1.71: 0.87976 and 0.88670.
  expect(text).toMatch(/LL, area under the ROC curve 0\.8798 0\.88 agrees \+0\.0069 ± 0\.0028/);
  expect(text).toMatch(/Undone and measured: .*training details \(\d+\) .*% (of the way|of the distance)/);
});

test('a page without them says that none was undone', async () => {
  const text = await pageOf({}, []);
  expect(text).toContain('None of them was undone and measured, so their shares are not known;');
  expect(text).not.toContain('Shift of each number');
});

test('refuses a result of an unnamed difference, and a name that is no known difference', async () => {
  await expect(pageOf({ undone: {} })).rejects.toThrow('undone: expected a name of the known difference that other@difference=size+network=ll undoes'); // prettier-ignore
  await expect(pageOf({ undone: { other: 'training detail' } })).rejects.toThrow('found training detail, did you mean training details'); // prettier-ignore
  await expect(pageOf({ undone: { other: 'training details' }, reference: undefined, names: {} })).rejects.toThrow(
    'undone: expected a reference, from which something differs, found none',
  );
});
