// Damaged archives of Keras.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { unzipSync, zipSync } from 'fflate';
import { inputsOf, testDamaged, type Case } from '../testing/damaged.ts';
import { mutated, type Draw } from '../testing/mutations.ts';
import { readKeras } from './index.ts';

const bytesOf = (file: string): Uint8Array => readFileSync(fileURLToPath(new URL(`peers/${file}`, import.meta.url)));

/** A file as a whole, or what it holds: else hardly anything would be found behind the checksums of an archive. */
function archive(bytes: Uint8Array, draw: Draw): Uint8Array {
  if (draw(4) === 0) return mutated(bytes, draw);
  const files = unzipSync(bytes);
  const name = draw(3) === 0 ? 'model.weights.h5' : 'config.json';
  return zipSync({ ...files, [name]: mutated(files[name]!, draw) }, { level: 0 });
}

const keras = (name: string): Case => ({
  read: (draw) => readKeras(archive(bytesOf(`${name}.keras`), draw)),
  inputs: inputsOf(bytesOf(`${name}.json`)),
});

testDamaged({
  'pfn.keras': keras('pfn'),
  'layers.keras': keras('layers'),
  'transformer.keras': keras('transformer'),
});
