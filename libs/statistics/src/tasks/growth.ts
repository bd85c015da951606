// The task statistics/growth: how an adversary grows stronger with the jets that its training has seen.
import { adversary, growth, significance } from '@jetdemon/artifacts';
import { defineTask, InputError, type Input } from '@jetdemon/workflow';
import * as z from 'zod';

export default defineTask({
  name: 'statistics/growth',
  description:
    'loss to an adversary against the jets that its training has seen, of the strongest trial so far that passes its acceptance criteria, for several ways of training it, and what each does to test jets',
  params: z.strictObject({
    network: z.string().default('network').describe('axis of the matrix whose points are attacked networks'),
    way: z.string().default('way').describe('axis whose points are ways of training'),
    base: z.string().describe('the way that the others are held against, by its point'),
  }),
  inputs: {
    adversaries: {
      kind: adversary,
      take: 'many',
      description: 'trainings: points of both axes, and of one more for training seeds',
    },
    tested: {
      kind: significance,
      take: 'many',
      description: 'one result per network and way, the adversary its only variation, averaged over seeds',
    },
  },
  output: growth,
  tolerance: { 'metrics.json': 'interval' },
  async run({ params: { network, way, base }, inputs, output }) {
    const { measureGrowth } = await import('../growth/measure.ts');
    const { readRun } = await import('../significance/runs.ts');
    const at = ({ node, axes }: Input, axis: string): string => {
      const point = axes[axis];
      if (point === undefined) throw InputError.at({ node }, `expected a point of the axis ${axis}, found none`);
      return String(point);
    };
    const here = (input: Input) => JSON.stringify([at(input, network), at(input, way)]);
    const places = new Map(inputs.tested.map((input) => [here(input), input]));
    if (places.size < inputs.tested.length)
      throw new InputError(`tested: expected one result per network and way, found ${inputs.tested.length} of ${places.size}`); // prettier-ignore
    const stranger = inputs.adversaries.find((input) => !places.has(here(input)));
    if (stranger) throw InputError.at({ node: stranger.node }, 'expected a result of its test jets, found none');
    const trained = await Promise.all(
      inputs.adversaries.map(async (input) => ({
        input,
        description: await adversary.read(input, 'adversary.json'),
        trials: await adversary.read(input, 'trials.json'),
      })),
    );
    const all = await Promise.all(
      [...places].map(async ([place, input]) => {
        const trainings = trained.filter((one) => here(one.input) === place);
        if (trainings.length === 0) throw InputError.at({ node: input.node }, 'expected adversaries of it, found none');
        return { network: at(input, network), way: at(input, way), trainings, tested: await readRun(input) };
      }),
    );
    await growth.write(output, { 'metrics.json': measureGrowth(all, base) });
  },
});
