// `jetdemon log`: what a node printed and how far it came when it was last computed.
import { InputError, printable } from '@jetdemon/workflow';
import { loadTasks } from '../catalogue/tasks.ts';
import { loadWorkflow } from '../catalogue/workflow.ts';
import { printedByJob } from '../engines/slurm/now.ts';
import { logOfNode } from '../store/logs.ts';
import { openStore } from '../store/store.ts';
import { shown } from '../store/view.ts';
import { findNodes, findWorkflow } from './find-workflow.ts';

export async function printLogs(root: string, workflow: string, nodes: readonly string[]): Promise<number> {
  const graph = loadWorkflow(root, findWorkflow(root, workflow), await loadTasks(root));
  const store = openStore(root);
  const found = findNodes(graph, nodes).map((node) => {
    return { node, text: textOf(root, graph.name, node, logOfNode(root, store, { workflow: graph.name, node })) };
  });
  const there = found.filter(({ text }) => text !== undefined);
  if (there.length === 0) throw new InputError(whyNone(root, graph.name, found[0]!.node));
  for (const { node, text } of there) {
    if (found.length > 1) console.log(`${node}:`);
    console.log(printable(text!.trimEnd()));
  }
  return 0;
}

/** A log, and what Slurm itself had to say where it killed the node, or all that its job printed where it said nothing. */
function textOf(root: string, workflow: string, node: string, log: string | undefined): string | undefined {
  const printed = printedByJob(root, workflow, node);
  if (!printed || printed.text === '') return log;
  const lines = printed.text
    .split('\n')
    .filter((line) => log === undefined || /^(slurmstepd|srun|sbatch)\b/.test(line));
  const told = lines.join('\n').trimEnd();
  return told === '' ? log : `${log ?? ''}job ${printed.job} of Slurm:\n${told}\n`;
}

function whyNone(root: string, workflow: string, node: string): string {
  const meta = shown(root, { workflow, node });
  return meta
    ? `expected a log of ${node}, found none: its result was computed elsewhere, ${meta.started} for ${meta.node} in ${meta.workflow}`
    : `expected a log of ${node}, found none: it was not computed here yet`;
}
