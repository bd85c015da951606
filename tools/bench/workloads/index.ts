// Timed workloads: the product's own code on the bundled sample of real jets. To add one, write a function that returns
// a workload and give it a line here; options.mjs says which devices and which peer it runs on when nothing is asked
// for.
import { adversaryOn } from './adversary.ts';
import { bootstrap } from './bootstrap.ts';
import { fgsmOn } from './fgsm.ts';
import { importedFgsm } from './imported.ts';
import { reading } from './reading.ts';
import { trainingOf } from './training.ts';
import type { MakeWorkload } from './workload.ts';

export const workloads: Readonly<Record<string, MakeWorkload>> = {
  'pfn-train': trainingOf('pfn'),
  'hl-train': trainingOf('hl'),
  'pfn-fgsm': fgsmOn('pfn'),
  'hl-fgsm': fgsmOn('hl'),
  'particlenet-fgsm': importedFgsm,
  'pfn-adversary': adversaryOn('pfn'),
  'hl-adversary': adversaryOn('hl'),
  'read-batches': reading,
  bootstrap,
};
