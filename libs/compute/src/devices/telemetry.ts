// What ONNX Runtime tells its makers: since 1.29 its builds for Linux and macOS keep a record of every session (names and
// hashes of models, errors, times) in a database in the home folder and send it away, unless this variable is set before
// the first session. Here nothing leaves the machine, and a session is made in less time.

/** Keeps the record from being made; whoever has set the variable, to whatever value, has decided. */
export function refuseTelemetry(): void {
  process.env['ORT_DISABLE_TELEMETRY'] ??= '1';
}
