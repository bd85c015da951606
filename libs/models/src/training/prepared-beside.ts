// What a network needs of the jets alone, made in another thread than its training steps.
import type { Compiled, Device } from '@jetdemon/compute';
import type { Network } from '../networks/network.ts';

/** Jets in a batch at least: fewer take as long to hand over as it saves. */
const fewest = 512;

/**
 * From `jets` to `prepared`, see `Network`; undefined where there is nothing to prepare, no other thread, or too few jets in a batch.
 *
 * @param batchSize jets
 */
export function preparedBeside({ prepared }: Network, { sideBySide }: Device, batchSize: number): Compiled | undefined {
  if (!prepared || !sideBySide || batchSize < fewest) return undefined;
  return sideBySide.compile(({ jets }) => ({ prepared: prepared(jets!) }));
}
