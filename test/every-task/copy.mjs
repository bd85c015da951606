// The program of the node `program`: copies a file, as the simplest stand-in for a detector simulation that writes one.
import { copyFileSync } from 'node:fs';

copyFileSync(process.argv[2], process.argv[3]);
