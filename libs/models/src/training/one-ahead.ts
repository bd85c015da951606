// Work on the next item while the present one is used: what a step needs is made in another thread during the step before.

/**
 * What `prepare` makes of each item, in their order; it is asked for the next before the present one is handed over.
 *
 * @throws what `prepare` threw, when it is the turn of its item; what `items` threw, one item before
 */
export async function* oneAhead<T, U>(
  items: AsyncIterable<T>,
  prepare: (item: T, at: number) => Promise<U>,
): AsyncGenerator<U, void, undefined> {
  let ahead: Promise<U> | undefined;
  let at = 0;
  for await (const item of items) {
    const present = ahead && { value: await ahead };
    ahead = prepare(item, at++);
    ahead.catch(() => {});
    if (present) yield present.value;
  }
  if (ahead) yield await ahead;
}
