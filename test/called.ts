// Our command by a call of its function, one call after another: for what computes nothing, where the start of a process would
// be the most.
import { vi } from 'vitest';
import { main } from '../tools/cli/main.ts';

export interface Said {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** @param environment in the place of the one that there is */
export async function called(
  root: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv = process.env,
): Promise<Said> {
  const said = { stdout: '', stderr: '' };
  const into = (stream: keyof typeof said) => (words: unknown) => void (said[stream] += `${String(words)}\n`);
  const spies = [
    vi.spyOn(console, 'log').mockImplementation(into('stdout')),
    vi.spyOn(console, 'error').mockImplementation(into('stderr')),
  ];
  const [home, inherited] = [process.cwd(), process.env];
  const listeners = process.stdout.listeners('error');
  process.chdir(root);
  process.env = environment;
  try {
    return { code: await main(root, args), ...said };
  } finally {
    process.env = inherited;
    process.chdir(home);
    spies.forEach((spy) => spy.mockRestore());
    for (const added of process.stdout.listeners('error'))
      if (!listeners.includes(added)) process.stdout.off('error', added as () => void);
  }
}
