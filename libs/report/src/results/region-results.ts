// Control region: χ² of the pseudodata drawn, and the alarms of pseudo-experiments.
import { controlRegion, type ControlRegion, type ControlRegionMetrics } from '@jetdemon/artifacts';
import type { Input } from '@jetdemon/workflow';

export interface Region extends ControlRegion {
  readonly input: Input;
  readonly metrics: ControlRegionMetrics;
}

export async function readRegion(input: Input): Promise<Region> {
  const [described, metrics] = await Promise.all([
    controlRegion.read(input, 'region.json'),
    controlRegion.read(input, 'metrics.json'),
  ]);
  return { ...described, input, metrics };
}
