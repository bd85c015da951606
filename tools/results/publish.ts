// Publishing of a node's result: all of it at once, by a rename, or not at all.
import fs from 'node:fs';
import path from 'node:path';
import { digestOfFolder, writeListing } from './checksums.ts';
import { writeMeta, type Meta } from './meta.ts';
import { nodeFolder, type Owner } from './ownership.ts';

export interface Workspace {
  /** Linked inputs. */
  readonly inputs: string;
  /** What becomes `result/`. */
  readonly output: string;
  publish(provenance: Omit<Meta, 'result'>): void;
  discard(): void;
}

/** A clean temporary folder beside the results (the same file system, so that a rename is atomic). */
export function openWorkspace(root: string, owner: Owner): Workspace {
  const folder = path.join(root, 'out', '.tmp', owner.workflow, owner.node);
  const fresh = path.join(folder, 'node');
  const target = nodeFolder(root, owner);
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
      writeMeta(fresh, { ...provenance, result: digestOfFolder(path.join(fresh, 'result'))! });
      fs.mkdirSync(path.dirname(target), { recursive: true });
      if (fs.existsSync(target)) fs.renameSync(target, path.join(folder, 'old'));
      fs.renameSync(fresh, target);
      discard();
    },
  };
}
