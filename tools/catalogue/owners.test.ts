import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { ownersOf } from './owners.ts';

// examples of "About code owners", docs.github.com
const rules = `# comment
*       @global-owner1 @global-owner2
*.js    @js-owner #This is an inline comment.
/build/logs/ @doctocat
docs/* docs@example.com
apps/ @octocat
/docs/ @doctocat
**/logs @octocat2
/apps/github
`;

test.each([
  ['README.md', ['@global-owner1', '@global-owner2']],
  ['src/deep/a.js', ['@js-owner']],
  ['build/logs/x', ['@octocat2']],
  ['docs/getting-started.md', ['@doctocat']],
  ['docs/build-app/troubleshooting.md', ['@doctocat']],
  ['one/apps/x.ts', ['@octocat']],
  ['deeply/nested/logs', ['@octocat2']],
  ['apps/github/x.ts', []],
])('%s', (file, owners) => {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'owners-'));
  fs.writeFileSync(path.join(root, 'CODEOWNERS'), rules);
  expect(ownersOf(root)(file)).toEqual(owners);
  fs.rmSync(root, { recursive: true });
});

test('nobody owns anything without the file', () => {
  expect(ownersOf(os.tmpdir())('a')).toEqual([]);
});
