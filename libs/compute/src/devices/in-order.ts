// Work that waits for the work asked for before it.

/** Each piece begins when the one before has ended, whether it failed or not. */
export function inOrder(): <T>(work: () => Promise<T> | T) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return mine;
  };
}
