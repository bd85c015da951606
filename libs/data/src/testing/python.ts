// Python of this machine, for files that its libraries write and read; tests skip visibly without it.
import { spawnSync } from 'node:child_process';

export const python = '/usr/bin/python3';

export const hasPythonModule = (name: string): boolean => spawnSync(python, ['-c', `import ${name}`]).status === 0;
