// jsroot prints what it thinks of a damaged file; what it prints while it works for us goes nowhere.
// Only its own lines: other code that runs meanwhile prints as ever.
import { AsyncLocalStorage } from 'node:async_hooks';

const inside = new AsyncLocalStorage<true>();
const methods = ['log', 'warn', 'error'] as const;
let running = 0;
let restore = (): void => undefined;

/** The result of `work`, without what it writes to the console. */
export async function quietly<T>(work: () => Promise<T>): Promise<T> {
  if (running++ === 0) restore = mute();
  try {
    return await inside.run(true, work);
  } finally {
    if (--running === 0) restore();
  }
}

function mute(): () => void {
  const originals = methods.map((method) => [method, console[method]] as const);
  for (const [method, original] of originals) {
    console[method] = (...parts: unknown[]) => {
      if (!inside.getStore()) original.apply(console, parts);
    };
  }
  return () => {
    for (const [method, original] of originals) console[method] = original;
  };
}
