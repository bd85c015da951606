export { InputError, WorkflowErrors, type Problem } from './errors.ts';
export { parseReference } from './axes.ts';
export { keyOf, type Key, type Uniform } from './key.ts';
export { missingFrom, type Column, type ColumnType, type FileSchema, type Kind } from './artifact/kind.ts';
export {
  readColumnBatches,
  readColumns,
  writeColumns,
  type Columns,
  type FlatColumn,
  type TableSchema,
} from './artifact/columns.ts';
export type { ColumnValues } from './artifact/column-values.ts';
export { clusteredTowers, events, programFiles, towers } from './kinds/events.ts';
export { attackedJets, exportedJets, jets, selectedJets, splitJets } from './kinds/jets.ts';
export { classifier } from './kinds/classifier.ts';
export { adversary } from './kinds/adversary.ts';
export { scores } from './kinds/scores.ts';
export { significance, histograms } from './kinds/statistics.ts';
export { claims, controlRegion, exclusion, gates, numbers, susceptibility } from './kinds/numbers.ts';
export { figure, report } from './kinds/report.ts';
export { defineTask, type Input, type InputPort, type InputPorts, type Task, type TaskContext } from './define-task.ts';
export type { Graph, GraphNode } from './graph/graph.ts';
export { loadGraph, type LoadOptions } from './graph/load-graph.ts';
export type { Tasks } from './file/declarations.ts';
export { jsonSchemaOf } from './file/json-schema.ts';
export { namedFiles, outputOf, readProgramFiles } from './program-files.ts';
export { readYaml } from './file/read-yaml.ts';
export { suggest } from './words.ts';
