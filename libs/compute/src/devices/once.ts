// Things that are made when they are first asked for.

/** A promise per key; one that fails is not kept. */
export async function once<T>(made: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  let value = made.get(key);
  if (!value) {
    value = make();
    made.set(key, value);
  }
  try {
    return await value;
  } catch (error) {
    made.delete(key);
    throw error;
  }
}
