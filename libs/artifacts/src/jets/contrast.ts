// Contrast of classes of jets, as tasks take it and artefacts keep it.
import * as z from 'zod';

const classes = z.array(z.string().min(1)).min(1).readonly();

export const contrast = z.strictObject({
  background: classes.describe('names of classes of the jets'),
  signal: classes.describe('names of classes of the jets'),
});
