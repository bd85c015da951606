// docs/tasks/, a page per task and the list of them, and docs/artifacts.md. `npm run docs` writes them; a test holds them up to date.
import fs from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { loadTasks } from '../catalogue/tasks.ts';
import { workflowNames } from '../catalogue/workflow.ts';
import { artifactsPage } from './artifacts-page.ts';
import { examplesIn } from './examples.ts';
import { taskPage } from './task-page.ts';

/** Path (relative to the root) -> contents of every generated page. */
export async function pages(root: string): Promise<Map<string, string>> {
  const tasks = Object.values(await loadTasks(root));
  const first = ['paper', 'simulate'];
  const names = [...first, ...workflowNames(root).filter((name) => !first.includes(name))];
  const examples = examplesIn(root, [
    ...names.map((name) => `workflows/${name}.yaml`),
    'test/every-task/every-task.yaml',
  ]);
  const config = await resolveConfig(path.join(root, 'docs/tasks/index.md'));
  const pretty = (text: string) => format(text, { ...config, parser: 'markdown' });
  const written = await Promise.all(
    tasks.map(async (task) => {
      const example = examples.get(task.name);
      if (!example) throw new Error(`internal: no workflow uses ${task.name}, so that its page has no example`);
      return [`docs/tasks/${task.name}.md`, await pretty(taskPage(task, example))] as const;
    }),
  );
  const list = tasks.map(({ name, description }) => `| [${name}](${name}.md) | ${description} |`);
  const index = `# Tasks\n\nWhat a workflow may name in \`uses\`. Generated from the declarations by \`npm run docs\`.\n\n| task | |\n| --- | --- |\n${list.join('\n')}\n`;
  return new Map([
    ['docs/artifacts.md', await pretty(artifactsPage(tasks))],
    ['docs/tasks/README.md', await pretty(index)],
    ...written,
  ]);
}

export async function writePages(root: string): Promise<void> {
  fs.rmSync(path.join(root, 'docs/tasks'), { recursive: true, force: true });
  for (const [file, text] of await pages(root)) {
    fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    fs.writeFileSync(path.join(root, file), text);
  }
}
