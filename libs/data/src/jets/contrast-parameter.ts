// The parameter `contrast` of tasks that tell classes apart. Declaration only: imports zod and nothing else.
import { z } from 'zod';

const classes = z.array(z.string().min(1)).min(1);

export const contrastParameter = z
  .strictObject({
    background: classes.describe('names of classes of the jets'),
    signal: classes.describe('names of classes of the jets'),
  })
  .optional();
