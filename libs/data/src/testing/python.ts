// A Python whose libraries write and read files for tests, which skip visibly without it: JETDEMON_PEERS, or the machine's own.
import { spawnSync } from 'node:child_process';

export const python = process.env['JETDEMON_PEERS'] || '/usr/bin/python3';

export const hasPythonModule = (name: string): boolean => spawnSync(python, ['-c', `import ${name}`]).status === 0;
