// What a run wants of the plugin, in a file that JETDEMON_ORDER names, so that nothing is worked out twice; without it, as
// under a plain `nx`, the plugin reads every workflow by itself.
import fs from 'node:fs';
import type { Order } from '../engine.ts';
import { projectsOfGraph, type Projects } from './project.ts';

export interface RunOrder {
  /** The one workflow whose projects are wanted. */
  readonly workflow: string;
  /** Nodes that are run; the others are there, or not wanted. */
  readonly pending: readonly string[];
  /** Projects of the workflow and of these nodes. */
  readonly projects: Projects;
}

export const runOrder = ({ graph, pending, specs, device }: Order): RunOrder => ({
  workflow: graph.name,
  pending,
  projects: projectsOfGraph(graph, specs, device, new Set(pending)),
});

export const readOrder = (file: string) => JSON.parse(fs.readFileSync(file, 'utf8')) as RunOrder;
