// Owners of files, from CODEOWNERS: the last pattern that matches decides.
import fs from 'node:fs';
import path from 'node:path';

const PLACES = ['CODEOWNERS', '.github/CODEOWNERS', 'docs/CODEOWNERS'];

/** File, relative to the root -> its owners; none without a CODEOWNERS that names any. */
export function ownersOf(root: string): (file: string) => readonly string[] {
  const found = PLACES.map((place) => path.join(root, place)).find((file) => fs.existsSync(file));
  if (!found) return () => [];
  const rules = fs
    .readFileSync(found, 'utf8')
    .split('\n')
    .map((line) => line.replace(/(^|\s)#.*$/, '').trim())
    .filter((line) => line !== '')
    .map((line) => {
      const [pattern, ...owners] = line.split(/\s+/);
      return { matches: patternOf(pattern!), owners };
    });
  return (file) => rules.findLast(({ matches }) => matches.test(file))?.owners ?? [];
}

/** As gitignore has it: anchored where a slash is in it, `**` over folders, a folder with all that is in it. */
function patternOf(pattern: string): RegExp {
  const anchored = pattern.replace(/\/$/, '').includes('/');
  const body = pattern
    .replace(/^\//, '')
    .replace(/\/$/, '')
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll(/\*\*\/?|\*|\?/g, (wild) => (wild === '*' ? '[^/]*' : wild === '?' ? '[^/]' : '.*'));
  return new RegExp(
    `^${anchored ? '' : '(.*/)?'}${body}${pattern.endsWith('/') ? '/' : pattern.endsWith('/*') ? '$' : '(/|$)'}`,
  );
}
