// The threads in which calls of the native API run beside the one that asks for them.

/** Threads that Node has for work that is not its own, files among it: as libuv reads its environment. */
export function poolSize(): number {
  const said = process.env.UV_THREADPOOL_SIZE;
  return said === undefined ? 4 : Math.max(1, Number.parseInt(said, 10) || 1);
}
