#!/usr/bin/env node
import { load, root } from '../bundle/load.mjs';

const { main } = await load('tools/cli/main.ts');
process.exitCode = await main(root, process.argv.slice(2));
