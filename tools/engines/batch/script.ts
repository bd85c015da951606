// The script of every job of a run.
import fs from 'node:fs';
import path from 'node:path';

/** Node by its path, since a compute node may have another one, or none; its words are those of job.mjs. */
export function writeScript(root: string, folder: string): void {
  const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
  const job = path.join(root, 'tools', 'engines', 'batch', 'job.mjs');
  const text = `#!/bin/sh\nexec ${quoted(process.execPath)} ${quoted(job)} "$@"\n`;
  fs.writeFileSync(path.join(folder, 'job.sh'), text, { mode: 0o755 });
}
