import type { Values } from '@jetdemon/compute';
import type { Network } from './networks/network.ts';
export async function toOnnx(_n: Network, _w: Values): Promise<Uint8Array> {
  return new Uint8Array(0);
}
