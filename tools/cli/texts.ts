// Plain text of results (files of format `text`, such as the table of claims), for the end of a run.
import fs from 'node:fs';
import path from 'node:path';
import type { Graph, Tasks } from '@jetdemon/workflow';
import { nodeFolder } from '../store/view.ts';

/** The texts of these nodes in workflow order, each below the name of its node where there are several. */
export function textsOf(root: string, graph: Graph, tasks: Tasks, nodes: readonly string[]): string[] {
  const texts = graph.nodes
    .filter(({ id }) => nodes.includes(id))
    .flatMap(({ id, task }) => {
      const files = Object.entries(tasks[task]!.output.files).filter(([, { format }]) => format === 'text');
      if (files.length === 0) return [];
      const folder = path.join(nodeFolder(root, { workflow: graph.name, node: id }), 'result');
      return files.map(([file]) => ({ id, text: fs.readFileSync(path.join(folder, file), 'utf8').trimEnd() }));
    });
  return texts.map(({ id, text }) => (texts.length > 1 ? `${id}\n${text}` : text));
}
