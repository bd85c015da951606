// meta.json: how a result came about. What is recorded here and not in the key (device, time, commit) cannot matter to it.
import { execFileSync } from 'node:child_process';
import type { NodeSpec } from '../catalogue/node-spec.ts';

export interface Provenance {
  /** SHA-256 of the specification and the digests of the inputs; equal keys, equal results. */
  readonly key: string;
  readonly workflow: string;
  readonly node: string;
  readonly task: string;
  readonly axes: NodeSpec['axes'];
  readonly params: NodeSpec['params'];
  readonly seed: unknown;
  /** Port -> node -> SHA-256 of its listing. */
  readonly inputs: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly files: NodeSpec['files'];
  readonly code: string;
  readonly packages: NodeSpec['packages'];
  readonly kinds: NodeSpec['kinds'];
  readonly node_version: string;
  readonly platform: string;
  readonly device: { readonly asked: string };
  /** What the task recorded: the device it used and why, for one. */
  readonly records: Readonly<Record<string, unknown>>;
  readonly started: string;
  readonly seconds: number;
  readonly peakMemoryMB: number;
  /** null outside a git checkout; `-dirty` where tracked files were changed. */
  readonly commit: string | null;
  /** Nx's own key of the run that computed it. */
  readonly nx: string | null;
}

export function gitCommit(root: string): string | null {
  try {
    const git = (...args: string[]) =>
      execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
    return git('rev-parse', 'HEAD') + (git('status', '--porcelain', '--untracked-files=no') === '' ? '' : '-dirty');
  } catch {
    return null;
  }
}
