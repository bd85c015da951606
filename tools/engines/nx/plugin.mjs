// The Nx plugin, as plain JavaScript because Nx loads it on Node 20; see projects.ts, and order.ts for what a run wants.
import fs from 'node:fs';
import { load, root } from '../../bundle/load.mjs';

export const name = 'jetdemon-workflows';

const ordered = (orders, files) => {
  const { workflow, projects } = JSON.parse(fs.readFileSync(orders, 'utf8'));
  return files.filter((file) => file === `workflows/${workflow}.yaml`).map((file) => [file, { projects }]);
};

export const createNodes = [
  'workflows/*.yaml',
  async (files) => {
    const orders = process.env.JETDEMON_ORDER;
    if (orders) return ordered(orders, files);
    const { projectsOf } = await load('tools/engines/nx/projects.ts');
    return [...(await projectsOf(root, files))].map(([file, projects]) => [file, { projects }]);
  },
];

/** The same under its older name. */
export const createNodesV2 = createNodes;
