// The task simulation/program: a program that the user has installed, as a node.
import { programFiles } from '@jetdemon/artifacts';
import { defineTask } from '@jetdemon/workflow';
import * as z from 'zod';

const name = z.string().regex(/^[A-Za-z0-9][\w-]*$/);
const pattern = z
  .string()
  .min(1)
  .refine((text) => isRegExp(text), { message: 'expected a regular expression, found one that cannot be read' });
const command = z.array(z.string().min(1)).min(1);

const params = z
  .strictObject({
    command: command.describe(
      'program and its words, run without a shell; {input:NAME}, {output:NAME}, {from:NODE.NAME}, {seed} and {events} are filled in',
    ),
    inputs: z
      .record(name, z.string().min(1).meta({ file: true }))
      .default({})
      .describe('files of the workspace by name; their contents are part of the key'),
    fill: z
      .array(name)
      .default([])
      .describe('inputs that are text in which {seed}, {events} and the like are filled in too: run cards'),
    outputs: z
      .record(name, z.string().min(1))
      .refine((outputs) => Object.keys(outputs).length > 0, { message: 'expected at least one output, found none' })
      .describe('files that the program writes, by name, relative to the empty folder it runs in'),
    version: z
      .strictObject({
        command: command.describe('what prints the version'),
        of: z.string().min(1).optional().describe('name of the program for messages; by default the command'),
        is: z.string().min(1).describe('the version that it must report, as a whole word of its output'),
      })
      .optional()
      .describe(
        'part of the key, checked before the program runs; needed unless the program or its script is an input',
      ),
    stdin: name.optional().describe('the input that the program reads as its standard input'),
    environment: z.record(z.string(), z.string()).default({}).describe('variables added to the environment'),
    needs: z.string().optional().describe('what to install where the program is missing, in words'),
    seed: z.int().min(0).default(1).describe('fills {seed}, default 1; 0, the clock of many generators, only without'),
    events: z
      .int()
      .positive()
      .optional()
      .describe('fills {events}; HepMC and Les Houches files with another number of events are refused'),
    refuse: z
      .array(pattern)
      .default([])
      .describe(
        'regular expressions of lines that are failures whatever the exit code, for programs that always say 0',
      ),
    must: z.array(pattern).default([]).describe('regular expressions, each of which some line must match'),
    timeoutMinutes: z.number().positive().default(1440).describe('the longest it may run [min], default a day'),
  })
  .refine(
    ({ command, version }) => version !== undefined || command.slice(0, 2).some((word) => word.startsWith('{input:')),
    {
      message: 'expected version: { command, is }, because neither the program nor its script is one of the inputs',
      path: ['version'],
    },
  )
  .refine(
    ({ seed, command, fill }) => seed !== 0 || !(fill.length > 0 || command.some((word) => word.includes('{seed}'))),
    {
      message: 'expected a seed above 0, found 0, by which generators take the clock: no run would be like another',
      path: ['seed'],
    },
  );

function isRegExp(text: string): boolean {
  try {
    return new RegExp(text) instanceof RegExp;
  } catch {
    return false;
  }
}

export default defineTask({
  name: 'simulation/program',
  description: 'runs a program that is installed here (a generator, a detector simulation, any script)',
  params,
  inputs: {
    from: { kind: programFiles, take: 'many', description: 'what earlier programs wrote: {from:NODE.NAME}' },
  },
  output: programFiles,
  async run(context) {
    const { runProgram } = await import('../programs/run-program.ts');
    await runProgram(context);
  },
});
