// The command of every node's Nx target.
import { load, root } from '../bundle/load.mjs';

const { main } = await load('tools/runner/main.ts');
process.exit(await main(root)); // native handles of a task must not keep it alive
