// Jets of each class in a sample.
import { join } from 'node:path';
import { jets } from '@jetdemon/artifacts';
import { readColumns, type Input } from '@jetdemon/workflow';

export async function countClasses({
  folder,
}: Input): Promise<{ readonly signal: number; readonly background: number }> {
  const { label } = await readColumns(join(folder, 'jets.arrow'), {
    columns: { label: jets.files['jets.arrow'].columns.label },
  });
  const signal = label.reduce((sum, one) => sum + (one === 1 ? 1 : 0), 0);
  return { signal, background: label.length - signal };
}
