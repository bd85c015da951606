// Examples of tasks: the node that uses each, as it stands in a workflow that the tests check and run.
import fs from 'node:fs';
import path from 'node:path';
import { parseDocument } from 'yaml';
import type { Example } from './task-page.ts';

/** Task -> the first node that uses it, in the order of the files given. Aliases stand resolved. */
export function examplesIn(root: string, files: readonly string[]): Map<string, Example> {
  const examples = new Map<string, Example>();
  for (const file of files) {
    const document = parseDocument(fs.readFileSync(path.join(root, file), 'utf8'));
    const nodes = (document.toJS() as { nodes?: Record<string, { uses?: string }> }).nodes ?? {};
    for (const [name, node] of Object.entries(nodes)) {
      if (!node?.uses || examples.has(node.uses)) continue;
      examples.set(node.uses, { file, text: inYaml(name, node) });
    }
  }
  return examples;
}

function inYaml(name: string, node: object): string {
  const document = parseDocument('');
  document.contents = document.createNode({ [name]: node }, { aliasDuplicateObjects: false }) as never;
  return document.toString({ lineWidth: 110, flowCollectionPadding: true });
}
