// Every workflow that comes with the project is one that can run: it checks, with the tasks and files that are here.
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const workflows = readdirSync(`${root}/workflows`).filter((file) => file.endsWith('.yaml'));

test.each(workflows)('%s', (file) => {
  const said = execFileSync(process.execPath, ['tools/bin/jetdemon.mjs', 'check', `workflows/${file}`], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(said).toMatch(/^\d+ nodes, nothing wrong$/m);
});
