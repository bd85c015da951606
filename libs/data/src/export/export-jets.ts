// Export of jets: jets.arrow to one file of another format, and export.json that says what is in it.
import { exportedJets } from '@jetdemon/artifacts';
import type { InputPorts, TaskContext } from '@jetdemon/workflow';
import { join } from 'node:path';
import { readJetChunks } from '../files/read.ts';
import { writeNpz } from './npz.ts';
import { writeParquet } from './parquet.ts';

export interface ExportParams {
  readonly format: 'parquet' | 'npz';
}

/** Writes jets.parquet or jets.npz, and export.json. */
export async function exportJets({
  params: { format },
  inputs,
  output,
  progress,
}: Pick<TaskContext<ExportParams, InputPorts>, 'params' | 'inputs' | 'output' | 'progress'>): Promise<void> {
  const { folder } = [inputs['jets']!].flat()[0]!;
  const file = `jets.${format}`;
  // Attacked jets are in the order of the original, not in descending pT.
  const read = () => readJetChunks(join(folder, 'jets.arrow'), { sorted: false });
  const path = join(output, file);
  const written = format === 'npz' ? await writeNpz(path, read) : await writeParquet(path, read());
  await exportedJets.write(output, { 'export.json': { format, file, ...written } });
  progress(`${written.jets} jets in ${file}`, 1);
}
