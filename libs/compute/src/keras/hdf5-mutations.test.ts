// Damaged HDF5 files of Keras and tf.keras.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { inputsOf, testDamaged, type Case } from '../testing/damaged.ts';
import { mutated } from '../testing/mutations.ts';
import { readKeras } from './index.ts';

const bytesOf = (file: string): Uint8Array => readFileSync(fileURLToPath(new URL(`peers/${file}`, import.meta.url)));

const keras = (name: string, options = {}): Case => ({
  read: (draw) => readKeras(mutated(bytesOf(`${name}.h5`), draw), options),
  inputs: inputsOf(bytesOf(`${name}.json`)),
});

testDamaged({
  'pfn.h5': keras('pfn'),
  'energyflow-pfn.h5': keras('energyflow-pfn', { lambdas: { mask: 'energyflow-pfn-mask' } }),
  'tf-keras.h5': keras('tf-keras'),
});
