// The command of every task of a batch job: job.mjs FOLDER JOB [INDEX]; see job.ts.
import { load, root } from '../../bundle/load.mjs';

const { main } = await load('tools/engines/batch/job.ts');
process.exit(await main(root, process.argv.slice(2)));
