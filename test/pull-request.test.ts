// The file for GitHub Actions, step by step in a copied checkout as a runner does it, with a `gh` that writes down what it is
// asked: main is run, then a branch on another machine that has what main left in the cache.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import { copyCheckout, remove } from './checkout.mjs';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

interface Step {
  readonly name?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, string>>;
}

interface File {
  readonly on: object;
  readonly env: Readonly<Record<string, string>>;
  readonly permissions: object;
  readonly jobs: { readonly claims: { readonly steps: readonly Step[] } };
}

const text = fs.readFileSync(path.join(import.meta.dirname, '../docs/pull-request.yaml'), 'utf8');
const file = parse(text) as File;
const { steps } = file.jobs.claims;
const step = (name: string) => steps.find((one) => one.name === name)!;

const measure = `import { numbers } from '@jetdemon/artifacts';
import { defineTask } from '@jetdemon/workflow';
import { z } from 'zod';
export default defineTask({
  name: 'toy/measure',
  description: 'states a number',
  params: z.strictObject({ value: z.number().describe('the number') }),
  inputs: {},
  output: numbers,
  async run({ params: { value }, output }) {
    const loss = { value, low: value - 0.1, high: value + 0.1, description: 'what is lost' };
    await numbers.write(output, { 'metrics.json': { loss } });
  },
});
`;
const workflow = `title: A pull request
nodes:
  measured: { uses: toy/measure, with: { value: 0.4 } }
  claims:
    uses: statistics/claims
    needs: { numbers: measured }
    with:
      claims: [{ claim: Something is lost, number: { of: measured, at: loss }, expect: { above: 0 } }]
`;

let root: string;
const at = (...parts: string[]) => path.join(root, ...parts);
const git = (...args: string[]) => execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], { cwd: root, encoding: 'utf8' }).trim(); // prettier-ignore
const commit = () => {
  git('commit', '-qam', 'a change');
  return git('rev-parse', 'HEAD');
};

beforeAll(() => {
  root = copyCheckout([]);
  fs.cpSync(path.join(import.meta.dirname, 'toy'), at('libs/toy'), { recursive: true });
  fs.writeFileSync(at('libs/toy/src/tasks/measure.ts'), measure);
  fs.mkdirSync(at('workflows'));
  fs.writeFileSync(at(`workflows/${file.env['WORKFLOW']}.yaml`), workflow);
  fs.writeFileSync(at('.gitignore'), 'out\n.nx\nnode_modules\nbin\nclaims.md\nposted\nsummary\n');
  fs.mkdirSync(at('bin'));
  // npx would find the installed command's own checkout
  const program = (name: string, body: string) => fs.writeFileSync(at('bin', name), `#!/bin/sh\n${body}\n`, { mode: 0o755 }); // prettier-ignore
  program('npx', '[ "$1" = jetdemon ] && shift && exec node tools/bin/jetdemon.mjs "$@"');
  program('gh', 'echo "$@" > posted; cat claims.md >> posted');
  git('init', '-q', '-b', 'main');
  git('add', 'workflows', '.gitignore');
});
afterAll(() => remove(root));

/** A step by its script, as a runner does: what the event knows in the place of expressions. */
function run(name: string, event: Readonly<Record<string, string>> = {}): string {
  const { run: script, env = {} } = step(name);
  const known = (value: string) =>
    value.replaceAll(/\$\{\{ *([\w.]+) *\}\}/g, (_, what: string) => event[what] ?? expect.fail(`${what} is unknown`));
  const inherited = Object.entries(process.env).filter(([one]) => !/^(NX_|VITEST|JETDEMON_|NODE_OPTIONS)/.test(one));
  const stated = Object.entries({ ...file.env, ...env }).map(([one, value]) => [one, known(value)]);
  return execFileSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', known(script!)], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...Object.fromEntries([...inherited, ...stated]),
      NX_ISOLATE_PLUGINS: 'false',
      GITHUB_STEP_SUMMARY: at('summary'),
      PATH: `${at('bin')}:${process.env['PATH']}`,
    },
  });
}

/** The next job runs on another machine: of what this one left it has what the cache keeps. */
function onAnotherMachine(): void {
  fs.renameSync(at(step('cache').with!['path']!), at('kept'));
  for (const folder of ['out', '.nx']) fs.rmSync(at(folder), { recursive: true });
  fs.mkdirSync(path.dirname(at(step('cache').with!['path']!)), { recursive: true });
  fs.renameSync(at('kept'), at(step('cache').with!['path']!));
}

const pullRequest = (base: string) => ({
  'github.event.pull_request.base.sha': base,
  'github.event.pull_request.number': '7',
  'github.token': 'a token',
});

function compareAndPost(base: string): string {
  run('compare', pullRequest(base));
  run('post', pullRequest(base));
  return fs.readFileSync(at('posted'), 'utf8');
}

const setValue = (value: number) =>
  fs.writeFileSync(at('workflows/quick.yaml'), workflow.replace('value: 0.4', `value: ${value}`));

test('its parts: events, the least of rights, a cache that a pull request cannot write for main', () => {
  expect(file.on).toEqual({ push: { branches: ['main'] }, pull_request: null });
  expect(file.permissions).toEqual({ contents: 'read', 'pull-requests': 'write' });
  expect(step('compare').if).toBe("github.event_name == 'pull_request'");
  const said = steps.map(({ uses, run: script }) => uses ?? script!.trim().split('\n')[0]!);
  expect(said.filter((_, at) => steps[at]!.name !== 'compare')).toEqual([
    'actions/checkout@v4',
    'actions/setup-node@v4',
    'npm ci',
    'actions/cache@v4',
    'npx jetdemon run "$WORKFLOW"',
    'gh pr comment "$NUMBER" --edit-last --create-if-none --body-file claims.md',
  ]);
  expect(fs.existsSync(path.join(import.meta.dirname, `../workflows/${file.env['WORKFLOW']}.yaml`))).toBe(true);
});

test('a pull request computes what it changed, and posts the claims that changed', () => {
  const base = commit();
  expect(run('run')).toContain('2 computed, 0 from cache');
  expect(compareAndPost(base)).toContain('1 nodes: 1 same'); // with itself

  onAnotherMachine();
  setValue(0.05);
  commit();
  expect(run('run')).toContain('2 computed, 0 from cache');
  const posted = compareAndPost(base);
  expect(posted).toMatch(
    /^pr comment 7 --edit-last --create-if-none --body-file claims\.md\n\*\*Claims of quick\*\*\n\n```\n/,
  );
  expect(posted).toMatch(
    /^ {2}Something is lost: confirmed → undecided: 0\.4 \(\+0\.1 −0\.1\) → 0\.05 \(\+0\.1 −0\.1\), −2\.5 σ$/m, // 0.35 / √(0.1² + 0.1²) = 2.47
  );
  expect(fs.readFileSync(at('summary'), 'utf8')).toContain('Something is lost: confirmed → undecided');

  onAnotherMachine();
  setValue(0.4);
  commit();
  expect(run('run')).toContain('0 computed, 2 from cache'); // as on main
  expect(compareAndPost(base)).toContain('1 nodes: 1 same');
});

test('where the run of main was not kept it is compared with the run before, and where none was that is said', () => {
  expect(compareAndPost('0'.repeat(40))).toContain('A: quick~1:claims, B: quick:claims');
  fs.rmSync(at('out/.store/runs'), { recursive: true });
  expect(compareAndPost('0'.repeat(40))).toContain('no earlier run to compare with');
});
