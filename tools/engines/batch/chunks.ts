// Chunks of nodes that run one after another in one job: small ones by tens, so that a queue is waited for once; a node
// that is not known to be small has a chunk of its own.
import { together, type NodeRequest, type Request } from './request.ts';

/** Expected times up to which a node counts as small, and up to which a chunk is filled [s]. */
const SMALL_S = 60;
const FULL_S = 300;

export interface PlanNode {
  readonly id: string;
  readonly base: string;
  /** Nodes that are not there yet. */
  readonly needs: readonly string[];
  readonly request: NodeRequest;
}

/** A task of a job that was submitted before. */
export interface Place {
  readonly job: string;
  readonly index: number;
}

export interface Chunk {
  /** Each after those that it needs. */
  readonly nodes: readonly string[];
  readonly bases: readonly string[];
  readonly request: Request;
  /** Positions of other chunks, all of them before this one. */
  readonly needs: readonly number[];
  readonly places: readonly Place[];
}

interface Growing {
  readonly nodes: PlanNode[];
  readonly needs: ReadonlySet<number>;
  readonly places: ReadonlyMap<string, Place>;
  seconds: number;
}

/**
 * @param nodes in workflow order
 * @param placed where nodes are computed that were submitted before
 */
export function chunksOf(nodes: readonly PlanNode[], placed: ReadonlyMap<string, Place>): Chunk[] {
  const chunks: Growing[] = [];
  const chunkOf = new Map<string, number>();
  /** What nodes need and ask for -> the chunk that others of the same kind may join. */
  const open = new Map<string, number>();
  for (const node of nodes) {
    const needs = new Set(node.needs.flatMap((id) => chunkOf.get(id) ?? []));
    const places = new Map(node.needs.flatMap((id) => entryOf(placed.get(id))));
    const seconds = node.request.expected ?? Infinity;
    const kind = JSON.stringify([node.base, sortOf(node.request), [...needs].sort(), [...places.keys()].sort()]);
    const fits = (at: number) => {
      const chunk = chunks[at]!;
      return (
        chunk.seconds + seconds <= FULL_S &&
        sortOf(chunk.nodes[0]!.request) === sortOf(node.request) &&
        // nothing more is waited for, so that no circle can arise
        [...needs].every((need) => need === at || chunk.needs.has(need)) &&
        [...places.keys()].every((place) => chunk.places.has(place))
      );
    };
    const known = open.get(kind);
    const joined =
      seconds > SMALL_S ? undefined : [...needs, ...(known === undefined ? [] : [known])].find((at) => fits(at));
    const at = joined ?? chunks.push({ nodes: [], needs, places, seconds: 0 }) - 1;
    chunks[at]!.nodes.push(node);
    chunks[at]!.seconds += seconds;
    chunkOf.set(node.id, at);
    if (seconds <= SMALL_S) open.set(kind, at);
  }
  return chunks.map(({ nodes: inside, needs, places }) => ({
    nodes: inside.map(({ id }) => id),
    bases: [...new Set(inside.map(({ base }) => base))],
    request: together(inside.map(({ request }) => request)),
    needs: [...needs].sort((a, b) => a - b),
    places: [...places.values()],
  }));
}

const entryOf = (place: Place | undefined): [string, Place][] =>
  place ? [[`${place.job}:${place.index}`, place]] : [];

/** Nodes of one job have the same machine. */
const sortOf = ({ cpus, gpus, partition = '' }: Request) => `${cpus} ${gpus} ${partition}`;
