// Run of a task of this library on inputs that are there already, without a runner.
import { mkdirSync } from 'node:fs';
import { basename } from 'node:path';
import { keyOf, type Input, type InputPorts, type Task } from '@jetdemon/workflow';
import type * as z from 'zod';

/** Runs `task` with `params` into the folder `output`, and gives the result as the input of a later task. */
export async function runTask<S extends z.ZodObject, I extends InputPorts>(
  task: Task<S, I>,
  params: z.input<S>,
  inputs: Readonly<Record<string, readonly Input[]>>,
  output: string,
): Promise<Input> {
  mkdirSync(output);
  const ports = Object.fromEntries(
    Object.entries(task.inputs).map(([port, { take }]) => {
      const given = inputs[port] ?? [];
      return [port, take === 'many' ? given : given[0]];
    }),
  );
  const resolved = task.params.parse(params);
  await task.run({
    params: resolved,
    inputs: ports as never, // its type follows from the ports of the task
    output,
    scratch: output,
    key: keyOf(1),
    device: 'cpu',
    axes: {},
    progress: () => undefined,
    record: () => undefined,
  });
  const node = basename(output);
  return { node, base: node, axes: {}, params: resolved, kind: task.output.name, folder: output };
}
