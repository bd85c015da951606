// Every node of every `workflows/*.yaml` as an Nx project, for a plain `nx`.
import path from 'node:path';
import type { Graph } from '@jetdemon/workflow';
import { specsOf } from '../../catalogue/node-spec.ts';
import { emitTasks, loadTasks, tasksOf } from '../../catalogue/tasks.ts';
import { loadWorkflow } from '../../catalogue/workflow.ts';
import { describe } from '../../runner/errors.ts';
import { brokenProject, projectsOfGraph, type Projects } from './project.ts';

/** Workflow file (relative to the root) -> its projects. Never throws. */
export async function projectsOf(root: string, files: readonly string[]): Promise<Map<string, Projects>> {
  const projects = new Map<string, Projects>();
  /** Else no nx command would work in any workflow. */
  const attempt = (file: string, make: () => void) => {
    try {
      make();
    } catch (error) {
      projects.set(file, brokenProject(nameOf(file), describe(error)));
    }
  };
  try {
    const tasks = await loadTasks(root);
    const graphs = new Map<string, Graph>();
    for (const file of files) attempt(file, () => graphs.set(file, loadWorkflow(root, nameOf(file), tasks)));
    const catalogue = { tasks, code: await emitTasks(root, tasksOf(...graphs.values())) };
    for (const [file, graph] of graphs)
      attempt(file, () => projects.set(file, projectsOfGraph(graph, specsOf(graph, catalogue))));
  } catch (error) {
    for (const file of files) projects.set(file, brokenProject(nameOf(file), describe(error)));
  }
  return projects;
}

const nameOf = (file: string) => path.basename(file, '.yaml');
