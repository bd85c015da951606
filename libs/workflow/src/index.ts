export { InputError, WorkflowErrors, type Place, type Problem } from './errors.ts';
export { parseReference } from './axes.ts';
export { keyOf, type Key, type Uniform } from './key.ts';
export {
  artifact,
  json,
  parseJson,
  problemOf,
  table,
  text,
  type ContentOf,
  type Contents,
} from './artifact/artifact.ts';
export { anything, missingFrom, type Column, type ColumnType, type FileSchema, type Kind } from './artifact/kind.ts';
export {
  describeColumns,
  readColumnBatches,
  readColumns,
  writeColumns,
  type Columns,
  type FlatColumn,
  type TableSchema,
} from './artifact/columns.ts';
export { rowsOfTable, tableOfRows, type Row } from './artifact/rows.ts';
export type { ColumnValues } from './artifact/column-values.ts';
export { verifyArrow, verifyArrowFile, verifyArrowStream, type ByteRanges } from './artifact/verify-arrow.ts';
export {
  defineTask,
  type Input,
  type InputPort,
  type InputPorts,
  type Task,
  type TaskContext,
  type Tolerance,
} from './define-task.ts';
export type { Graph, GraphNode } from './graph/graph.ts';
export { loadGraph, type LoadOptions } from './graph/load-graph.ts';
export type { Tasks } from './file/declarations.ts';
export { jsonSchemaOf } from './file/json-schema.ts';
export type { Resources } from './file/resources.ts';
export { readYaml } from './file/read-yaml.ts';
export { expectation, faultOfJson, inLine, printable, suggest, type JsonSchema } from './words.ts';
export { parameterSchema } from './file/parameters.ts';
