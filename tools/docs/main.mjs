// `npm run docs`: writes the generated pages of docs/.
import { load, root } from '../bundle/load.mjs';

const { writePages } = await load('tools/docs/write.ts');
await writePages(root);
