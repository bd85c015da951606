// The tutorials as a reader follows them: files saved where it says, commands run in order.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { copyCheckout, remove } from './checkout.mjs';

interface Step {
  /** Where to save the text; of a command there is none. */
  readonly file: string | undefined;
  readonly body: string;
}

const stepsOf = (document: string): Step[] => {
  const text = fs.readFileSync(path.join(import.meta.dirname, '../docs', document), 'utf8');
  const found = text.matchAll(/^```(yaml file=(\S+)|sh)\n([\s\S]*?)^```$/gm);
  return [...found].map(([, , file, body]) => ({ file, body: body! }));
};

let root: string;
beforeAll(() => {
  root = copyCheckout(['data/jets-2k.arrow', 'data/taggers']);
  fs.mkdirSync(path.join(root, 'workflows'), { recursive: true });
});
afterAll(() => remove(root));

/** What a command says; fails with all of it where the command does. `npx` would find the installed command's own checkout. */
function run(line: string): string {
  const command = line.replace(/^npx jetdemon /, 'node tools/bin/jetdemon.mjs ');
  const inherited = Object.entries(process.env).filter(([name]) => !/^(NX_|VITEST|JETDEMON_|NODE_OPTIONS)/.test(name));
  const env = { ...Object.fromEntries(inherited), NX_ISOLATE_PLUGINS: 'false', JETDEMON_DEVICE: 'cpu' };
  return execFileSync('sh', ['-c', command], { cwd: root, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

/** What each command of a tutorial says. */
function follow(document: string): string[] {
  const steps = stepsOf(document);
  expect(steps.length).toBeGreaterThan(5);
  return steps.flatMap(({ file, body }) => {
    if (!file) return body.trim().split('\n').map(run);
    fs.writeFileSync(path.join(root, file), body);
    return [];
  });
}

const isThere = (said: string) => fs.existsSync(path.join(root, said.trim().split('\n').at(-1)!));

test('jets: every step works, and a changed number leaves the training alone', { timeout: 900_000 }, () => {
  const said = follow('your-own-jets.md');
  expect(said.find((output) => output.includes('proposed') || output.includes('these are jets'))).toBeDefined();
  const again = said.at(-1)!;
  expect(again).toMatch(/^ {2}fgsm +done in/m);
  expect(again).not.toMatch(/^ {2}classifier +done in/m);
  expect(isThere(again)).toBe(true);
});

test(
  'a tagger: every step works, and a changed number leaves import and adversary alone',
  { timeout: 1_800_000 },
  () => {
    const said = follow('your-own-tagger.md');
    const [first, again] = said.filter((output) => output.includes('out/my-tagger/report/'));
    expect(isThere(first!)).toBe(true);
    expect(again).toMatch(/^ {2}fgsm@network=pfn +done in/m);
    expect(again).not.toMatch(/^ {2}(tagger|adversary)@network=pfn +done in/m);
    expect(said.find((output) => output.includes('trees has no gradient'))).toBeDefined();
    expect(said.at(-1)).toMatch(/^ {2}scores +done in/m);
  },
);
