// Turns of what else waits in this thread, while native calls follow one another in it.

/** So often, at least, whatever else waits has its turn [ms]: signals, timers, what is collected. */
const turnsEvery = 20;
let lastTurn = 0;

/** A call in this thread keeps everything else in it from going on, and promises alone do not let it. */
export async function turn(): Promise<void> {
  if (performance.now() - lastTurn < turnsEvery) return;
  await new Promise((resolve) => setImmediate(resolve));
  lastTurn = performance.now();
}
