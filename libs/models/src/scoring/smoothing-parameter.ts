// The parameter `smoothing` of scoring and of attacks on what is scored so. Light to load: tasks declare it when a workflow is checked.
import * as z from 'zod';

/** @param copies by default, and at most */
export const smoothingParameter = (copies: number, most: number) =>
  z
    .strictObject({
      copies: z.int().min(1).max(most).default(copies).describe('smeared copies of each jet'),
      energy: z.number().min(0).max(1).default(0.01).describe('relative standard deviation of the pT of a constituent'),
      angle: z.number().min(0).max(1).default(0.01).describe('standard deviation of η and of φ of a constituent [rad]'),
      seed: z.int().default(1).describe('seed of the draws'),
    })
    .optional();
