/** A new workspace in a temporary folder, with the code and data of `checkout`, by default this one. */
export function everyTaskWorkspace(checkout?: string): string;

/** Runs the workflow on the processor; what the command says, rejected with it when the command fails. */
export function runEveryTask(root: string): Promise<string>;

/** One line `sha256  node/file` per file of a result, sorted by node and file; listings (SHA256) left out. */
export function digestsOf(root: string): string[];

/** Nodes that a folder of a workflow shows results of. */
export function nodesIn(out: string): string[];
