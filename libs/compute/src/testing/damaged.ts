// Tests of damaged files: each is read and run, or refused with a ModelError; none crashes, hangs or shows another error.
// MUTATIONS sets how many of each file; 60 without it.
import { expect, test } from 'vitest';
import { openDevice } from '../devices/open-device.ts';
import { ModelError } from '../errors.ts';
import type { ImportedModel } from '../imported-model.ts';
import type { Values } from '../tensors/device.ts';
import { float32 } from '../tensors/values.ts';
import { generator, type Draw } from './mutations.ts';

const count = Number(process.env.MUTATIONS ?? 60);

export interface Case {
  readonly read: (draw: Draw) => ImportedModel | Promise<ImportedModel>;
  readonly inputs: Values;
}

interface Recorded {
  readonly shape: number[];
  readonly data: number[];
}

/** The inputs of a file of expected values, from its bytes. */
export function inputsOf(json: Uint8Array): Values {
  const { inputs } = JSON.parse(Buffer.from(json).toString()) as { inputs: Record<string, Recorded> };
  return Object.fromEntries(Object.entries(inputs).map(([name, { shape, data }]) => [name, float32(data, shape)]));
}

/**
 * How many of so many damaged files could be run, and how many were refused.
 *
 * @param refusal what alone may be thrown
 * @throws Error with the number of a file that did something else
 */
export async function outcomes(
  { read, inputs }: Case,
  { count, seed, refusal }: { count: number; seed: number; refusal: new (...given: never[]) => Error },
): Promise<{ run: number; refused: number }> {
  const device = await openDevice('tfjs-cpu');
  const draw = generator(seed);
  const found = { run: 0, refused: 0 };
  for (let index = 0; index < count; index++) {
    try {
      const model = await read(draw);
      await device.compile((tensors) => model.run(tensors, tensors))({ ...model.weights, ...inputs });
      found.run++;
    } catch (error) {
      if (!(error instanceof refusal))
        throw new Error(`mutation ${index}: ${(error as Error).stack}`, { cause: error });
      expect(error.message).not.toMatch(/\n\s+at |internal:/);
      found.refused++;
    }
  }
  return found;
}

export function testDamaged(cases: Readonly<Record<string, Case>>): void {
  test.each(Object.entries(cases))('%s, damaged', { timeout: 1_800_000 }, async (name, damaged) => {
    const found = await outcomes(damaged, { count, seed: name.length + 7, refusal: ModelError });
    if (process.env.MUTATIONS) console.log(name, found);
    expect(found.refused).toBeGreaterThan(count / 5);
  });
}
