// Where a node is computed and how its result appears: all of it at once, by a rename, or not at all.
import fs from 'node:fs';
import path from 'node:path';
import type { Provenance } from './meta.ts';
import { damageOf, writeListing } from './checksums.ts';

export interface Workspace {
  /** Linked inputs. */
  readonly inputs: string;
  /** What becomes `result/`. */
  readonly output: string;
  publish(provenance: Provenance): void;
  discard(): void;
}

/** A clean temporary folder beside the results (the same file system, so that a rename is atomic). */
export function openWorkspace(root: string, workflow: string, node: string): Workspace {
  const folder = path.join(root, 'out', '.tmp', workflow, node);
  const fresh = path.join(folder, 'node');
  const target = path.join(root, 'out', workflow, node);
  const discard = () => fs.rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  discard(); // what a killed run left
  fs.mkdirSync(path.join(folder, 'inputs'), { recursive: true });
  fs.mkdirSync(path.join(fresh, 'result'), { recursive: true });
  return {
    inputs: path.join(folder, 'inputs'),
    output: path.join(fresh, 'result'),
    discard,
    publish(provenance) {
      writeListing(path.join(fresh, 'result'));
      fs.writeFileSync(path.join(fresh, 'meta.json'), `${JSON.stringify(provenance, undefined, 2)}\n`);
      fs.mkdirSync(path.dirname(target), { recursive: true });
      if (fs.existsSync(target)) fs.renameSync(target, path.join(folder, 'old'));
      fs.renameSync(fresh, target);
      discard();
    },
  };
}

/** Whether the folder of a node already holds the undamaged result of this key. */
export function holds(folder: string, key: string): boolean {
  try {
    const { key: found } = JSON.parse(fs.readFileSync(path.join(folder, 'meta.json'), 'utf8')) as Provenance;
    return found === key && damageOf(path.join(folder, 'result')) === undefined;
  } catch {
    return false;
  }
}
