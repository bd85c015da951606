// Reasons of a proposal, part by part: how sure each is, and why.

/** `sure`: the file says so, or all of its first rows do; `likely`: names say so; `guess`: ranges do, or nothing does. */
export type Sureness = 'sure' | 'likely' | 'guess';

export interface Reason {
  /** The part of the mapping: 'unit'. */
  readonly of: string;
  readonly how: Sureness;
  readonly why: string;
}
