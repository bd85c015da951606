// A threat: how far an attack may go, whatever direction it takes.
import type { Tensor3D } from '@tensorflow/tfjs-core';
import type { JetLayout } from '@jetdemon/data';

export interface Threat {
  /** J, δ -> J′, all [batch, constituents, features] of that layout. */
  step(jets: Tensor3D, direction: Tensor3D, layout: JetLayout): Tensor3D;
  /** Back to what is allowed; same shape. */
  project(jets: Tensor3D, layout: JetLayout): Tensor3D;
}
