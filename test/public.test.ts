// Public names and types of each library: frozen in public/<library>.txt, so that a change of either is one on purpose
// (`npx vitest run test/public -u` writes the files anew).
import { readdirSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '..');
const libraries = readdirSync(path.join(root, 'libs'));
const index = (library: string) => path.join(root, 'libs', library, 'src/index.ts');

const { config } = ts.readConfigFile(path.join(root, 'tsconfig.json'), ts.sys.readFile) as { config: object };
const { options } = ts.parseJsonConfigFileContent({ ...config, include: [] }, ts.sys, root);
const program = ts.createProgram(libraries.map(index), options);
const checker = program.getTypeChecker();

const flags = ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.InTypeAlias;
const inWords = (type: ts.Type) => checker.typeToString(type, undefined, flags);

/** An export as text: a value with its type, a type with its members where it is an object with names of its own. */
function exported(symbol: ts.Symbol): string {
  const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  const lines: string[] = [];
  if (target.flags & ts.SymbolFlags.Value) lines.push(`${symbol.name}: ${inWords(checker.getTypeOfSymbol(target))}`);
  if (target.flags & ts.SymbolFlags.Type) {
    const type = checker.getDeclaredTypeOfSymbol(target);
    const own = target.flags & (ts.SymbolFlags.Interface | ts.SymbolFlags.Class);
    const members = type.getProperties().map((member) => {
      const optional = member.flags & ts.SymbolFlags.Optional ? '?' : '';
      return `  ${member.name}${optional}: ${inWords(checker.getTypeOfSymbol(member))}`;
    });
    lines.push(own ? [`type ${symbol.name}`, ...members].join('\n') : `type ${symbol.name} = ${inWords(type)}`);
  }
  return lines.join('\n');
}

test.each(libraries)('%s', async (library) => {
  const module = checker.getSymbolAtLocation(program.getSourceFile(index(library))!)!;
  const exports = checker.getExportsOfModule(module).sort((a, b) => (a.name < b.name ? -1 : 1));
  expect(exports.length).toBeGreaterThan(0);
  await expect(exports.map(exported).join('\n') + '\n').toMatchFileSnapshot(`public/${library}.txt`);
});
