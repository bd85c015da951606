// The table of compiled kernels. A TensorFlow.js kernel that is not in it throws UnsupportedKernelError by name.
import type { KernelTable } from '../kernel.ts';
import { convolutions } from './convolution.ts';
import { elementwise } from './elementwise.ts';
import { gathering } from './gather.ts';
import { logical } from './logical.ts';
import { matrices } from './matmul.ts';
import { normalising } from './normalise.ts';
import { ordering } from './order.ts';
import { pools } from './pooling.ts';
import { rearranging } from './rearrange.ts';
import { reductions } from './reductions.ts';
import { resizing } from './resize.ts';
import { shape } from './shape.ts';
import { special } from './special.ts';

export const kernels: KernelTable = {
  ...elementwise,
  ...special,
  ...logical,
  ...shape,
  ...reductions,
  ...matrices,
  ...gathering,
  ...normalising,
  ...convolutions,
  ...pools,
  ...resizing,
  ...rearranging,
  ...ordering,
};
