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

interface Origin {
  readonly file: string;
  readonly lines: LineCounter;
  readonly document: Document.Parsed<ParsedNode>;
}

/** Where every node comes from: those of a workflow that extends another one come from two files. */
const origins = new WeakMap<Node, Origin>();

/** More than any workflow needs; a few lines of anchors within anchors expand to more than any memory holds. */
const MOST_VALUES = 100_000;
const MOST_LEVELS = 100;

export class Source {
  /** The topmost value; exchanged by one that is put together from several files. */
  root: Node | null = null;
  readonly #origin: Origin;
  readonly #problems: Problem[] = [];

  /** @throws WorkflowErrors when `text` is no YAML, with its first fault, or one too large to be read. */
  constructor(file: string, text: string) {
    const lines = new LineCounter();
    this.#origin = { file, lines, document: parseDocument(text, { lineCounter: lines, prettyErrors: false }) };
    const { document } = this.#origin;
    const faults = [...document.errors, ...document.warnings].sort((x, y) => x.pos[0] - y.pos[0]);
    for (const { code, message, pos } of faults.slice(0, 1)) {
      const deep = message.includes('call stack');
      this.#add(this.#origin, pos[0], deep ? tooDeep : code === 'MULTIPLE_DOCS' ? oneDocument : sentence(message));
    }
    this.throwIfWrong();
    visit(document, {
      Node: (_, node) => void origins.set(node, this.#origin),
      Alias: (_, alias) => {
        origins.set(alias, this.#origin);
        if (!alias.resolve(document)) this.report(alias, `unknown anchor ${alias.source}`);
      },
    });
    this.throwIfWrong();
    this.#measure(document.contents);
    this.throwIfWrong();
    this.root = document.contents;
  }

  /** Notes a problem at the beginning of `node`; the same problem at the same place counts once. */
  report(node: Node | null, message: string): void {
    this.#add((node && origins.get(node)) ?? this.#origin, node?.range?.[0] ?? 0, message);
  }

  /** How many problems were reported so far. */
  get problems(): number {
    return this.#problems.length;
  }

  throwIfWrong(): void {
    if (this.problems === 0) return;
    const files = [...new Set(this.#problems.map(({ file }) => file))];
    throw new WorkflowErrors(
      [...this.#problems].sort(
        (a, b) => files.indexOf(a.file) - files.indexOf(b.file) || a.line - b.line || a.column - b.column,
      ),
    );
  }

  /** File and line, from 1, of the beginning of a node. */
  placeOf(node: Node): { readonly file: string; readonly line: number } {
    const { file, lines } = origins.get(node) ?? this.#origin;
    return { file, line: lines.linePos(node.range?.[0] ?? 0).line };
  }

  /** Gives a node that is put together from others the place of one of them. */
  place<N extends Node>(node: N, like: Node): N {
    origins.set(node, origins.get(like) ?? this.#origin);
    node.range = like.range;
    return node;
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
    return node === null ? undefined : this.#plain(node);
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
    return isAlias(node) ? (node.resolve((origins.get(node) ?? this.#origin).document) ?? null) : node;
  }

  #plain(node: Node | null): unknown {
    const found = this.follow(node);
    if (isMap<Node, Node | null>(found)) {
      const entries = found.items.map(({ key, value }): [string, unknown] => {
        return [isScalar(key) ? textOf(key) : String(key), isNode(value) ? this.#plain(value) : null];
      });
      return Object.fromEntries(entries); // own properties, whatever their names
    }
    if (isSeq<Node>(found)) return found.items.map((item) => this.#plain(item));
    return isScalar(found) ? found.value : undefined;
  }

  /** How many values a node expands to; reported where they are too many, or too deep. */
  #measure(root: Node | null): void {
    const sizes = new Map<Node, number>();
    const open = -1;
    const sizeOf = (node: Node | null, level: number): number => {
      const found = this.follow(node);
      if (!found || level > MOST_LEVELS) {
        if (found) this.report(found, tooDeep);
        return 0;
      }
      const known = sizes.get(found);
      if (known === open) this.report(node, 'expected a value, found an anchor within itself');
      if (known !== undefined) return Math.max(0, known);
      sizes.set(found, open);
      const children = isMap<Node, Node | null>(found)
        ? found.items.flatMap(({ key, value }) => [key, isNode(value) ? value : null])
        : isSeq<Node>(found)
          ? found.items
          : [];
      const size = children.reduce<number>((sum, child) => sum + sizeOf(child, level + 1), 1);
      sizes.set(found, size);
      return size;
    };
    if (sizeOf(root, 0) <= MOST_VALUES) return;
    const counted = `${MOST_VALUES.toLocaleString('en')} values, anchors written out`;
    this.report(root, `expected at most ${counted}, found more`);
  }

  #add({ file, lines }: Origin, offset: number, message: string): void {
    const { line, col: column } = lines.linePos(offset);
    const known = this.#problems.some(
      (one) => one.file === file && one.line === line && one.column === column && one.message === message,
    );
    if (!known) this.#problems.push({ file, line, column, message });
  }
}

const tooDeep = `expected at most ${MOST_LEVELS} levels of nesting, found more`;
const oneDocument = 'expected one YAML document, found several';

const isEmpty = (node: Node | null) => node === null || (isScalar(node) && node.value === null);

const textOf = (scalar: { value: unknown; source?: string }) =>
  typeof scalar.value === 'string' ? scalar.value : (scalar.source ?? String(scalar.value));

/** The parser's words in the manner of ours. */
const sentence = (message: string) => message.charAt(0).toLowerCase() + message.slice(1);
