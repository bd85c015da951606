// The Nx plugin, as plain JavaScript because Nx loads it on Node 20; see projects.ts.
import { load, root } from '../../bundle/load.mjs';

export const name = 'jetdemon-workflows';

export const createNodes = [
  'workflows/*.yaml',
  async (files) => {
    const { projectsOf } = await load('tools/engines/nx/projects.ts');
    return [...(await projectsOf(root, files))].map(([file, projects]) => [file, { projects }]);
  },
];

/** The same under its older name. */
export const createNodesV2 = createNodes;
