// Fate of each node: the store had it, or what it said; one that never started below a failed one was skipped.
import type { Graph, GraphNode } from '@jetdemon/workflow';
import type { NodeEvent } from '../runner/events.ts';
import type { Screen } from './screen.ts';

type State = 'computed' | 'cached' | 'failed' | 'skipped';

export class Tally {
  readonly workflow: string;
  readonly #nodes: readonly GraphNode[];
  readonly #states = new Map<string, State>();
  readonly #running = new Map<string, number>();
  readonly #warned = new Set<string>();
  readonly #messages = new Map<string, string>();

  constructor(
    graph: Graph,
    involved: ReadonlySet<string>,
    private readonly screen: Screen,
  ) {
    this.workflow = graph.name;
    this.#nodes = graph.nodes.filter(({ id }) => involved.has(id));
  }

  take(event: NodeEvent & { readonly node: string }): void {
    const { node } = event;
    switch (event.event) {
      case 'waiting':
        return this.screen.progress(node, `waiting for ${event.for}`);
      case 'started':
        this.#running.set(node, event.pid);
        return this.screen.progress(node, 'started');
      case 'progress':
        return this.screen.progress(node, event.message, event.fraction);
      case 'kept':
        return this.#settle(node, 'cached', 'from cache');
      case 'warning':
        if (this.#warned.has(event.message)) return;
        this.#warned.add(event.message);
        return this.screen.line(event.message);
      case 'done':
        return this.#settle(node, 'computed', `done in ${duration(event.seconds)}`);
      case 'failed':
        this.#messages.set(node, event.message);
        return this.#settle(node, 'failed', `failed: ${event.message}`);
    }
  }

  /** Process ids of the nodes that run now. */
  pids(): number[] {
    return [...this.#running.values()];
  }

  /** The store has its result, computed for that node. */
  keep(node: string, { workflow, node: first }: { readonly workflow: string; readonly node: string }): void {
    const elsewhere = workflow !== this.workflow || first !== node;
    this.#settle(node, 'cached', elsewhere ? `from cache (computed for ${first} in ${workflow})` : 'from cache');
  }

  /** Once the engine has ended. */
  finish(succeeded: boolean): { readonly failed: number } {
    for (const node of this.#nodes) {
      if (this.#states.has(node.id)) continue;
      const lost = needsOf(node).filter((id) => ['failed', 'skipped'].includes(this.#states.get(id)!));
      if (lost.length > 0) this.#settle(node.id, 'skipped', `skipped: needs ${lost.join(', ')}`);
      else if (this.#running.has(node.id)) this.#settle(node.id, 'failed', 'failed: it was killed (out of memory?)');
      else if (succeeded || this.count('failed') > 0) this.#settle(node.id, 'skipped', 'skipped: not run');
    }
    return { failed: this.count('failed') };
  }

  /** What became of a node, and what it said where it failed. */
  fateOf(node: string): { readonly state: State; readonly message?: string } | undefined {
    const state = this.#states.get(node);
    const message = this.#messages.get(node);
    return state && { state, ...(message === undefined ? {} : { message }) };
  }

  count(state: State): number {
    return [...this.#states.values()].filter((other) => other === state).length;
  }

  summary(): string {
    const counts = [
      `${this.count('computed')} computed`,
      `${this.count('cached')} from cache`,
      ...(['failed', 'skipped'] as const)
        .filter((state) => this.count(state) > 0)
        .map((state) => `${this.count(state)} ${state}`),
    ];
    return `${this.#nodes.length} nodes: ${counts.join(', ')}`;
  }

  #settle(node: string, state: State, text: string): void {
    this.#running.delete(node);
    this.#states.set(node, state);
    this.screen.settle(node, text);
  }
}

/** These nodes and all that they need. */
export function upstreamOf(graph: Graph, ids: readonly string[]): Set<string> {
  const involved = new Set(ids);
  // nodes come after what they need, so one pass backwards sees all
  for (const node of [...graph.nodes].reverse())
    if (involved.has(node.id)) needsOf(node).forEach((id) => involved.add(id));
  return involved;
}

const needsOf = (node: GraphNode) => [...new Set(Object.values(node.needs).flat())];

/** `2 computed, 5 from cache`: states of nodes, those that there are. */
export function inCounts(states: readonly string[]): string {
  const kinds = ['computed', 'cached', 'running', 'waiting', 'to run', 'failed', 'skipped'];
  const counts = kinds.map((kind) => [kind, states.filter((state) => state === kind).length] as const);
  const said = counts.filter(([, count]) => count > 0);
  return said.map(([kind, count]) => `${count} ${kind === 'cached' ? 'from cache' : kind}`).join(', ');
}

/** `0.4 s`, `12 s`, `2 min 5 s` */
export function duration(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
