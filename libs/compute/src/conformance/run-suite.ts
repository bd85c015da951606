// Bundles files of TensorFlow.js' published suite with our backend and runs them in a process of their own. They are
// ES modules that Node cannot load as they are (no extensions), and a crash of native code must not take the tests along.
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { SuiteResult } from './result.ts';

const here = dirname(fileURLToPath(import.meta.url));
const suite = dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-core'));

/** The op, gradient and optimizer tests, relative to the package's `dist`. */
export function suiteFiles(): string[] {
  const files = readdirSync(suite, { recursive: true, encoding: 'utf8' }).map((file) => file.replaceAll('\\', '/'));
  return files.filter((file) => /^(ops|optimizers)\/.*_test\.js$|^gradients_test\.js$/.test(file)).sort();
}

/** Runs these files; `SuiteResult` has every spec that they describe for a backend like ours. */
export async function runSuite(files: readonly string[]): Promise<SuiteResult> {
  const scratch = mkdtempSync(join(tmpdir(), 'jetdemon-conformance-'));
  try {
    const output = join(scratch, 'result.json');
    const program = await bundle(files, output);
    await execute(program);
    return JSON.parse(readFileSync(output, 'utf8')) as SuiteResult;
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

async function bundle(files: readonly string[], output: string): Promise<string> {
  const path = (file: string): string => JSON.stringify(file.replaceAll('\\', '/'));
  const { outputFiles } = await build({
    stdin: {
      contents: [
        `import { report } from ${path(join(here, 'child.ts'))};`,
        ...files.map((file) => `import ${path(join(suite, file))};`),
        `report(${path(output)});`,
      ].join('\n'),
      resolveDir: here,
    },
    bundle: true,
    // The package says that its tests have no effects, which would leave them out.
    ignoreAnnotations: true,
    write: false,
    platform: 'node',
    format: 'esm',
    // The modules of TensorFlow.js that its tests import, instead of its CommonJS bundle: one engine, not two.
    mainFields: ['module', 'main'],
    external: ['onnxruntime-node', 'onnx-proto'],
    banner: {
      js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
    },
    logLevel: 'error',
  });
  return outputFiles[0]!.text;
}

/** The program enters by standard input, so that it finds its packages from this folder. */
function execute(program: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--input-type=module', '-'], {
      cwd: here,
      stdio: ['pipe', 'ignore', 'pipe'],
    });
    let errors = '';
    child.stderr.on('data', (text: Buffer) => (errors = (errors + text.toString()).slice(-4000)));
    child.on('error', reject);
    child.on('close', (code, signal) =>
      code === 0 ? resolve() : reject(new Error(`the suite ended with ${signal ?? code}:\n${errors}`)),
    );
    child.stdin.end(program);
  });
}
