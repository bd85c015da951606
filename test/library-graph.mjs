// Leaves behind the graph of projects that the lint rule of the arrows reads: the libraries. Nodes of workflows are not in
// it, which would take the code of all tasks.
import { execFileSync } from 'node:child_process';
import path from 'node:path';

const here = import.meta.dirname;
execFileSync(process.execPath, ['node_modules/nx/dist/bin/nx.js', 'show', 'projects'], {
  cwd: path.dirname(here),
  env: { ...process.env, NX_DAEMON: 'false', JETDEMON_ORDER: path.join(here, 'no-workflow.json') },
  stdio: 'inherit',
});
