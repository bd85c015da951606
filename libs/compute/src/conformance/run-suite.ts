// Bundles files of TensorFlow.js' published suite with our backend and runs them in processes of their own, one per core
// up to two. They are ES modules that Node cannot load as they are (no extensions), and a crash of native code must not
// take the tests along.
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, tmpdir } from 'node:os';
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
  const processes = Math.min(2, availableParallelism());
  const scratch = mkdtempSync(join(tmpdir(), 'jetdemon-conformance-'));
  const stop = new AbortController();
  try {
    const results = await Promise.all(
      Array.from({ length: processes }, async (_, share) => {
        const output = join(scratch, `${share}.json`);
        // Every other file: neighbours by name, such as the convolutions, take a like time.
        const program = await bundle(
          files.filter((_, index) => index % processes === share),
          output,
        );
        await execute(program, stop.signal);
        return JSON.parse(readFileSync(output, 'utf8')) as SuiteResult;
      }),
    );
    return { implemented: results[0]!.implemented, specs: results.flatMap(({ specs }) => specs) };
  } finally {
    stop.abort(); // of two, the one that is left when the other has failed
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
function execute(program: string, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--input-type=module', '-'], {
      cwd: here,
      stdio: ['pipe', 'ignore', 'pipe'],
      signal,
    });
    let errors = '';
    child.stderr.on('data', (text: Buffer) => (errors = (errors + text.toString()).slice(-4000)));
    child.on('error', reject);
    child.on('close', (code, killedBy) =>
      code === 0 ? resolve() : reject(new Error(`the suite ended with ${killedBy ?? code}:\n${errors}`)),
    );
    child.stdin.end(program);
  });
}
