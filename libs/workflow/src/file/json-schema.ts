// The JSON schema (draft 7) of workflow files, for completion and hover text in editors.
// The checker does not use it: it sees what a schema cannot, and says it better.
import type { Tasks } from './declarations.ts';
import type { InputPort, Task } from '../define-task.ts';
import { parameterSchema } from './parameters.ts';
import { resourcesSchema } from './resources.ts';
import type { JsonSchema } from '../words.ts';

const name = '^[A-Za-z0-9][A-Za-z0-9._-]*$';
const reference: JsonSchema = {
  type: 'string',
  pattern: '^[A-Za-z0-9][A-Za-z0-9._-]*(@[^@=+]+=[^@=+]+([+][^@=+]+=[^@=+]+)*)?$',
};

const part: JsonSchema = {
  type: 'string',
  pattern: '^([A-Za-z0-9][A-Za-z0-9._-]*/)*[A-Za-z0-9][A-Za-z0-9._-]*[.]yaml$',
};

/**
 * The schema of a workflow that may use these tasks: one alternative per task, told apart by `uses`.
 *
 * @param devices what `device` may name; any text without it
 *
 * @example writeFileSync('workflow.schema.json', JSON.stringify(jsonSchemaOf(tasks), null, 2));
 */
export function jsonSchemaOf(tasks: Tasks, devices?: readonly string[]): JsonSchema {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Jetdemon workflow',
    type: 'object',
    properties: {
      title: { type: 'string', description: 'heading of the report' },
      resources: resourcesSchema,
      extends: {
        type: 'string',
        pattern: '[.]yaml$',
        description: 'a workflow beside this one, to be changed below set',
      },
      include: {
        ...{ anyOf: [part, listOf(part)] },
        description: 'files beside this one or below whose nodes belong to it too',
      },
      set: {
        type: 'object',
        description: 'node of those files: what changes in it; null removes',
        propertyNames: { pattern: name },
      },
      nodes: {
        type: 'object',
        minProperties: 1,
        propertyNames: { pattern: name, not: { const: 'all' } },
        additionalProperties: { oneOf: Object.values(tasks).map((task) => nodeSchema(task, devices)) },
      },
    },
    anyOf: ['nodes', 'extends', 'include'].map((key) => ({ required: [key], properties: { [key]: {} } })),
    additionalProperties: false,
    // A matrix may set what `with` leaves out, so that no parameter is required in either.
    definitions: Object.fromEntries(
      Object.values(tasks).map((task) => [
        task.name,
        { ...parameterSchema(task), required: [], additionalProperties: false },
      ]),
    ),
  };
}

function nodeSchema(task: Task, devices: readonly string[] | undefined): JsonSchema {
  const { properties = {} } = parameterSchema(task);
  const ports = Object.entries(task.inputs);
  const required = ports.filter(([, { take }]) => take === 'one').map(([port]) => port);
  const settings: JsonSchema = { $ref: `#/definitions/${task.name.replaceAll('/', '~1')}` };
  return {
    type: 'object',
    description: task.description,
    properties: {
      uses: { const: task.name, description: task.description },
      description: { type: 'string', description: 'what this node is for' },
      needs: {
        type: 'object',
        description: 'input port: node, or list of nodes',
        properties: Object.fromEntries(ports.map(([port, declared]) => [port, portSchema(declared)])),
        required,
        additionalProperties: false,
      },
      with: settings,
      matrix: {
        type: 'object',
        description: 'one node per combination: axis: [values] or axis: { label: { parameters } }',
        minProperties: 1,
        propertyNames: { pattern: name },
        properties: Object.fromEntries(
          Object.entries(properties).map(([parameter, schema]) => [
            parameter,
            { anyOf: [listOf(schema), labels(settings)] },
          ]),
        ),
        additionalProperties: labels(settings),
      },
      device: { ...(devices ? { enum: [...devices] } : { type: 'string' }), description: 'device to compute on' },
      resources: resourcesSchema,
    },
    required: required.length > 0 ? ['uses', 'needs'] : ['uses'],
    additionalProperties: false,
  };
}

function portSchema({ take, kind, description }: InputPort): JsonSchema {
  const said = { description: `${description} (${kind.name})` };
  return take === 'one' ? { ...reference, ...said } : { anyOf: [reference, listOf(reference)], ...said };
}

const listOf = (items: JsonSchema | boolean): JsonSchema => ({
  type: 'array',
  minItems: 1,
  uniqueItems: true,
  items: items as JsonSchema,
});

const labels = (settings: JsonSchema): JsonSchema => ({
  type: 'object',
  minProperties: 1,
  propertyNames: { pattern: name },
  additionalProperties: { anyOf: [settings, { type: 'null' }] },
});
