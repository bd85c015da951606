// `jetdemon schema`: the JSON schema of workflow files, from the declarations of the tasks.
import fs from 'node:fs';
import { deviceRequests } from '@jetdemon/compute/device-names';
import { jsonSchemaOf } from '@jetdemon/workflow';
import { loadTasks } from '../catalogue/tasks.ts';

export async function writeSchema(root: string, file: string | undefined): Promise<number> {
  const text = `${JSON.stringify(jsonSchemaOf(await loadTasks(root), deviceRequests), undefined, 2)}\n`;
  if (file === undefined) process.stdout.write(text);
  else fs.writeFileSync(file, text);
  return 0;
}
