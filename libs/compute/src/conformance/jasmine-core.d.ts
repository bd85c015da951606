// The part of Jasmine that runs TensorFlow.js' suite; its package has no types.
declare module 'jasmine-core/lib/jasmine-core/jasmine.js' {
  interface Spec {
    readonly fullName: string;
    readonly status: string;
    readonly failedExpectations: readonly { readonly message: string }[];
  }
  interface Reporter {
    specStarted(): void;
    specDone(spec: Spec): void;
    jasmineDone(): void;
  }
  interface Env {
    configure(options: { random: boolean }): void;
    addReporter(reporter: Reporter): void;
    execute(): void;
  }
  interface Jasmine {
    getEnv(): Env;
  }
  interface JasmineRequire {
    core(require: JasmineRequire): Jasmine;
    interface(jasmine: Jasmine, env: Env): object;
  }
  const jasmineRequire: JasmineRequire;
  export default jasmineRequire;
}
