// A YAML file whose every key and value knows its line and column, and the list of what is wrong with it.
// Knows YAML, not workflows.
import {
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type Document,
  type Node,
  type ParsedNode,
  visit,
} from 'yaml';
import { WorkflowErrors, type Problem } from '../errors.ts';
import { show } from '../words.ts';

export interface Entry {
  readonly name: string;
  readonly key: Node;
  readonly value: Node | null;
}

export class Source {
  readonly root: Node | null;
  readonly #file: string;
  readonly #document: Document.Parsed<ParsedNode>;
  readonly #lines = new LineCounter();
  readonly #problems: Problem[] = [];

  /** @throws WorkflowErrors when `text` is no YAML. */
  constructor(file: string, text: string) {
    this.#file = file;
    this.#document = parseDocument(text, { lineCounter: this.#lines, prettyErrors: false });
    for (const { code, message, pos } of [...this.#document.errors, ...this.#document.warnings]) {
      this.#add(pos[0], code === 'MULTIPLE_DOCS' ? 'expected one YAML document, found several' : sentence(message));
    }
    visit(this.#document, {
      Alias: (_, alias) => {
        if (!alias.resolve(this.#document)) this.report(alias, `unknown anchor ${alias.source}`);
      },
    });
    this.throwIfWrong();
    this.root = this.#document.contents;
  }

  /** Notes a problem at the beginning of `node`; the same problem at the same place counts once. */
  report(node: Node | null, message: string): void {
    this.#add(node?.range?.[0] ?? 0, message);
  }

  /** How many problems were reported so far. */
  get problems(): number {
    return this.#problems.length;
  }

  throwIfWrong(): void {
    if (this.problems === 0) return;
    throw new WorkflowErrors([...this.#problems].sort((a, b) => a.line - b.line || a.column - b.column));
  }

  lineOf(node: Node): number {
    return this.#lines.linePos(node.range?.[0] ?? 0).line;
  }

  /** The entries of a mapping, none when it is left empty; anything else is reported as `name: expected expected`. */
  entries(node: Node | null, name: string, expected: string): Entry[] {
    const map = this.follow(node);
    if (isEmpty(map)) return [];
    if (!isMap<Node, Node | null>(map)) {
      this.report(node, `${name}: expected ${expected}, found ${show(this.valueOf(node))}`);
      return [];
    }
    return map.items.flatMap(({ key, value }) => {
      if (isScalar(key)) return [{ name: textOf(key), key, value: isNode(value) ? value : null }];
      this.report(key, `${name}: expected a name, found ${show(this.valueOf(key))}`);
      return [];
    });
  }

  /** The items of a list, or undefined when it is none. */
  items(node: Node | null): Node[] | undefined {
    const list = this.follow(node);
    return isSeq<Node>(list) ? list.items : undefined;
  }

  /** The text of a scalar as it was written (`1.0` stays so), or undefined when it is none. */
  text(node: Node | null): string | undefined {
    const scalar = this.follow(node);
    return isScalar(scalar) && !isEmpty(scalar) ? textOf(scalar) : undefined;
  }

  /** The plain value of a node. */
  valueOf(node: Node | null): unknown {
    return node === null ? undefined : node.toJS(this.#document);
  }

  /** The node at `path` below `node`, or the deepest that exists on the way. */
  at(node: Node | null, path: readonly PropertyKey[]): Node | null {
    let found = node;
    for (const step of path) {
      const parent = this.follow(found);
      const child: unknown = isMap<Node>(parent)
        ? parent.items.find(({ key }) => isScalar(key) && textOf(key) === String(step))?.value
        : isSeq(parent)
          ? parent.get(step, true)
          : undefined;
      if (!isNode(child)) break;
      found = child;
    }
    return found;
  }

  /** Where `name` stands as a key of the mapping `node`, else the mapping itself. */
  keyAt(node: Node | null, name: string): Node | null {
    const map = this.follow(node);
    const pair = isMap<Node>(map) ? map.items.find(({ key }) => isScalar(key) && textOf(key) === name) : undefined;
    return pair?.key ?? node;
  }

  /** What an alias stands for. */
  follow(node: Node | null): Node | null {
    return isAlias(node) ? (node.resolve(this.#document) ?? null) : node;
  }

  #add(offset: number, message: string): void {
    const { line, col: column } = this.#lines.linePos(offset);
    const known = this.#problems.some((one) => one.line === line && one.column === column && one.message === message);
    if (!known) this.#problems.push({ file: this.#file, line, column, message });
  }
}

const isEmpty = (node: Node | null) => node === null || (isScalar(node) && node.value === null);

const textOf = (scalar: { value: unknown; source?: string }) =>
  typeof scalar.value === 'string' ? scalar.value : (scalar.source ?? String(scalar.value));

/** The parser's words in the manner of ours. */
const sentence = (message: string) => message.charAt(0).toLowerCase() + message.slice(1);
