// The digests of every result of every-task.yaml, computed by the code of a checkout: two that differ show what a change
// of the code changed. Usage: npm run digests [-- CHECKOUT] > digests.txt
import { remove } from '../checkout.mjs';
import { digestsOf, everyTaskWorkspace, runEveryTask } from './workspace.mjs';

const root = everyTaskWorkspace(process.argv[2]);
try {
  console.error(await runEveryTask(root));
  console.log(digestsOf(root).join('\n'));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  remove(root);
}
