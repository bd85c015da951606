// Process of its own for a share of TensorFlow.js' suite on our kernels, spec by spec. The entry that `run-suite.ts` writes
// imports this file first, so that Jasmine and the environment are there when the suite's files describe their specs,
// then these files, then calls `report`.
import * as tf from '@tensorflow/tfjs-core';
import { setTestEnvs } from '@tensorflow/tfjs-core/dist/jasmine_util.js';
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops.js';
import jasmineRequire from 'jasmine-core/lib/jasmine-core/jasmine.js';
import { writeFileSync } from 'node:fs';
import { eagerOnnx, registerEagerOnnx } from '../devices/eager-onnx/backend.ts';
import { UnsupportedKernelError } from '../errors.ts';
import { kernels } from '../symbolic/kernels/index.ts';
import type { SpecResult, SuiteResult } from './result.ts';

const jasmine = jasmineRequire.core(jasmineRequire);
const runner = jasmine.getEnv();
Object.assign(globalThis, jasmineRequire.interface(jasmine, runner));

registerEagerOnnx();
setTestEnvs([{ name: 'onnx', backendName: eagerOnnx, flags: {}, isDataSync: true }]);

/** What the kernels did in the spec that runs now. */
let called = new Set<string>();
let refused: UnsupportedKernelError | undefined;

for (const config of tf.getKernelsForBackend(eagerOnnx)) {
  tf.unregisterKernel(config.kernelName, eagerOnnx);
  tf.registerKernel({
    ...config,
    kernelFunc(call) {
      called.add(config.kernelName);
      try {
        return config.kernelFunc(call);
      } catch (error) {
        if (error instanceof UnsupportedKernelError) refused ??= error;
        throw error;
      }
    },
  });
}

/** Runs everything that has been described and writes a `SuiteResult` to a file. */
export function report(path: string): void {
  const specs: SpecResult[] = [];
  runner.configure({ random: false });
  runner.addReporter({
    specStarted() {
      called = new Set();
      refused = undefined;
    },
    specDone({ fullName, status, failedExpectations }) {
      specs.push({
        name: fullName.replaceAll(' onnx {}', ''),
        status,
        kernels: [...called],
        refused: refused && { kernel: refused.kernel, message: refused.message },
        message: failedExpectations[0]?.message ?? '',
      });
    },
    jasmineDone() {
      const result: SuiteResult = { implemented: Object.keys(kernels).sort(), specs };
      writeFileSync(path, JSON.stringify(result));
    },
  });
  runner.execute();
}
