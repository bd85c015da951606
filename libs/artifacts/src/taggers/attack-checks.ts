// What an attack says of itself when it is looked at closely: signs that it is weaker than it seems.
import { artifact, json, type Contents } from '@jetdemon/workflow';
import * as z from 'zod';

const check = z.strictObject({
  check: z.enum(['more steps', 'unbounded budget', 'random search', 'gradient', 'masked gradients']),
  holds: z.boolean(),
  found: z
    .number()
    .describe('share of the jets that speak against it; more steps of an adversary: of the significance'),
  limit: z.number().describe('largest share with which it holds'),
  statement: z.string().describe('what holds when it does, and of how many jets it did not'),
});

const checks = z.strictObject({
  asked: z.looseObject({ attack: z.string() }).describe('the attack and its parameters'),
  jets: z.int().describe('attacked jets that were looked at'),
  checks: z.array(check).min(1).readonly(),
});

export type AttackCheck = z.output<typeof check>;
export type AttackChecks = Contents<typeof attackChecks, 'checks.json'>;

/** Checks of an attack, each with the share of jets that speak against it. */
export const attackChecks = artifact({
  name: 'attack checks',
  version: 2,
  description:
    'whether an attack fools itself: more steps, an unbounded budget, a random search, the gradient, masked gradients',
  files: { 'checks.json': json('the attack, and each check with what was found', checks) },
});
