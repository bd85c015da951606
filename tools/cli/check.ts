// `jetdemon check`: everything that can be known to be wrong before anything runs.
import { printable } from '@jetdemon/workflow';
import { loadTasks } from '../catalogue/tasks.ts';
import { loadWorkflow } from '../catalogue/workflow.ts';
import { findWorkflow } from './find-workflow.ts';

export async function check(root: string, workflow: string): Promise<number> {
  const graph = loadWorkflow(root, findWorkflow(root, workflow), await loadTasks(root));
  const width = Math.max(...graph.nodes.map(({ id }) => id.length));
  console.log(`${graph.name}: ${printable(graph.title)}`);
  for (const { id, task, needs } of graph.nodes) {
    const from = [...new Set(Object.values(needs).flat())];
    console.log(`  ${id.padEnd(width)}  ${task}${from.length > 0 ? `  from ${from.join(', ')}` : ''}`);
  }
  console.log(`${graph.nodes.length} nodes, nothing wrong`);
  return 0;
}
