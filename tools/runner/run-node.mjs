// The command of every node's Nx target: the node runs in a process that stays for others where one is lent, else in this one.
const lender = process.env.JETDEMON_HOSTS;
const code = lender ? await runElsewhere() : await runHere();
process.exit(code); // native handles of a task must not keep it alive

async function runElsewhere() {
  const { askHost } = await import('./ask-host.mjs');
  return askHost(lender);
}

async function runHere() {
  const { load, root } = await import('../bundle/load.mjs');
  const { main } = await load('tools/runner/main.ts');
  return main(root);
}
