// Workflows by name: workflows/<name>.yaml, checked against the tasks there are.
import fs from 'node:fs';
import path from 'node:path';
import { deviceRequests } from '@jetdemon/compute/device-names';
import { loadGraph, type Graph, type Tasks } from '@jetdemon/workflow';

export function workflowNames(root: string): string[] {
  const folder = path.join(root, 'workflows');
  if (!fs.existsSync(folder)) return [];
  const files = fs.readdirSync(folder).filter((file) => file.endsWith('.yaml'));
  return files.map((file) => path.basename(file, '.yaml')).sort();
}

/** @param set parameters set by hand, `fgsm.epsilon=0.002` each */
export function loadWorkflow(root: string, name: string, tasks: Tasks, set: readonly string[] = []): Graph {
  return loadGraph({ file: `workflows/${name}.yaml`, tasks, devices: deviceRequests, set, root });
}
