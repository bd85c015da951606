// HTCondor as the engine: a DAGMan file and submit descriptions, written for `condor_submit_dag`, which then orders and repeats.
import fs from 'node:fs';
import path from 'node:path';
import { bundleOf } from '../../bundle/bundle.mjs';
import { allMetas } from '../../store/metas.ts';
import type { Store } from '../../store/store.ts';
import { chunksOf, type Chunk } from '../batch/chunks.ts';
import { BatchFolder, taskName, type TaskFile } from '../batch/folder.ts';
import { earlierRuns, requestOf } from '../batch/request.ts';
import { writeScript } from '../batch/script.ts';
import type { Engine, Order } from '../engine.ts';
import { dagOf, descriptionOf, kindsOf } from './dag.ts';

export interface HtcondorOptions {
  readonly root: string;
  readonly store: Store;
}

/** Name of the one job whose tasks all nodes of the DAG are. */
const JOB = 'dag';

export function htcondorEngine(options: HtcondorOptions): Engine {
  return {
    name: 'htcondor',
    submit(order) {
      let cancelled = false;
      return {
        async wait() {
          if (cancelled) return { how: 'cancelled' };
          const { root } = options;
          for (const file of ['tools/engines/batch/job.ts', 'tools/runner/main.ts']) await bundleOf(root, file);
          const { dag, jobs } = write(options, order);
          const shown = path.relative(process.cwd(), dag) || dag;
          const words = `${jobs} ${jobs === 1 ? 'job' : 'jobs'} written: condor_submit_dag ${shown} submits them; jetdemon run ${order.graph.name} then finds their results`;
          return { how: 'detached', words };
        },
        cancel: () => (cancelled = true),
      };
    },
  };
}

/** The files of a DAG, in out/<workflow>/.htcondor. */
function write({ root, store }: HtcondorOptions, order: Order): { dag: string; jobs: number } {
  const { graph, pending } = order;
  const folder = new BatchFolder(path.join(root, 'out', graph.name, '.htcondor'));
  folder.make();
  writeScript(root, folder.folder);
  const chunks = chunked(order, store);
  folder.writeTasks(JOB, tasksOf(order, chunks, store.folder));
  const kinds = kindsOf(chunks);
  for (const [i, request] of kinds.entries()) {
    fs.writeFileSync(
      path.join(folder.folder, `${i}.sub`),
      descriptionOf(request, { root, folder: folder.folder, job: JOB }),
    );
  }
  const dag = path.join(folder.folder, `${graph.name}.dag`);
  fs.writeFileSync(dag, dagOf(graph, chunks, kinds, pending.length));
  return { dag, jobs: chunks.length };
}

function chunked({ graph, pending }: Order, store: Store): Chunk[] {
  const [ours, earlier] = [new Set(pending), earlierRuns(allMetas(store))];
  const nodes = graph.nodes.filter(({ id }) => ours.has(id));
  const planned = nodes.map((node) => ({
    id: node.id,
    base: node.base,
    needs: [...new Set(Object.values(node.needs).flat())].filter((id) => ours.has(id)),
    request: requestOf(node, earlier(graph.name, node)),
  }));
  return chunksOf(planned, new Map());
}

function tasksOf(
  { graph, device, forced, pending, specs }: Order,
  chunks: readonly Chunk[],
  store: string,
): Map<number, TaskFile> {
  const ours = new Set(pending);
  const nodeOf = new Map(graph.nodes.map((node) => [node.id, node]));
  const taskOf = new Map(chunks.flatMap(({ nodes }, i) => nodes.map((id) => [id, taskName(JOB, i)] as const)));
  return new Map(
    chunks.map(({ nodes, request }, i) => {
      const inside = nodes.map((id) => {
        const { needs, device: asked } = nodeOf.get(id)!;
        const needed = [...new Set(Object.values(needs).flat())].filter((one) => ours.has(one));
        return {
          ...{ spec: specs.get(id)!, device: device ?? asked ?? 'auto', forced: forced.includes(id) },
          needs: Object.fromEntries(needed.map((one) => [one, taskOf.get(one)!])),
        };
      });
      return [i, { threads: request.cpus, store, nodes: inside }];
    }),
  );
}
