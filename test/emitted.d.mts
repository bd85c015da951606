/** Makes the folder for a run of the tests, and returns what removes it. */
export default function setup(): () => void;

/**
 * Puts into a new workspace the code that our command would emit there, from the first of that kind in this run of the
 * tests; nothing outside a run of the tests.
 *
 * @param kind of workspaces with the same sources in temporary folders side by side
 */
export function copyEmitted(kind: string, root: string): void;
