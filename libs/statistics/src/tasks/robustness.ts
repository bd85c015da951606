// The task statistics/robustness: which network keeps the most of its significance whatever attack is made.
import { robustness, significance } from '@jetdemon/artifacts';
import { defineTask, InputError, type Input } from '@jetdemon/workflow';
import * as z from 'zod';

/** The point of an axis, by which a network is called. */
function nameOf({ node, axes }: Input, axis: string): string {
  const point = axes[axis];
  if (point === undefined) throw InputError.at({ node }, `expected a point of the axis ${axis}, found none`);
  return String(point);
}

export default defineTask({
  name: 'statistics/robustness',
  description:
    'significance that each network keeps under the worst of all attacks, and under any attack within a budget by its certificate; which keeps the most, and how much of the loss of one of them is avoidable',
  params: z.strictObject({
    axis: z.string().default('network').describe('axis of the matrix whose points are networks'),
    today: z.string().describe('the network that the others are held against, by its point'),
  }),
  inputs: {
    attacked: {
      kind: significance,
      take: 'many',
      description: 'one result per network, of the same test jets; all its variations are attacks',
    },
    certified: {
      kind: significance,
      take: 'many',
      description: 'of networks with a certificate: a result with the certified scores as its only variation',
    },
  },
  output: robustness,
  tolerance: { 'metrics.json': 'interval' },
  async run({ params: { axis, today }, inputs, output }) {
    const { measureRobustness } = await import('../robustness/measure.ts');
    const { readRun } = await import('../significance/runs.ts');
    const byName = async (results: readonly Input[]) => {
      const found = new Map(
        await Promise.all(results.map(async (input) => [nameOf(input, axis), await readRun(input)] as const)),
      );
      if (found.size < results.length)
        throw new InputError(`expected one result per network, found ${results.length} of ${found.size} networks`);
      return found;
    };
    const networks = { attacked: await byName(inputs.attacked), certified: await byName(inputs.certified) };
    await robustness.write(output, { 'metrics.json': measureRobustness(networks, today) });
  },
});
