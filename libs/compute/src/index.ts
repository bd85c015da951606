export type {
  Compiled,
  CompiledStep,
  Device,
  SideBySide,
  StepFunction,
  TensorFunction,
  Tensors,
  TensorValue,
  Values,
} from './tensors/device.ts';
export { deviceNames, deviceRequests, type DeviceName, type DeviceRequest } from './devices/device-names.ts';
export { deviceOf, type DeviceContext } from './devices/device-of.ts';
export { eachAtOnce, sideBySide } from './devices/side-by-side.ts';
export { runEach } from './devices/run-each.ts';
export { openDevice } from './devices/open-device.ts';
export {
  DeviceUnavailableError,
  DynamicAxisError,
  ModelError,
  SignatureError,
  SymbolicReadError,
  UnsupportedKernelError,
} from './errors.ts';
export { footprint } from './symbolic/footprint.ts';
export { adam, adamState, type AdamInputs, type AdamOptions } from './training/adam.ts';
export { packing, packRows, spreadRows, sumRows, unpackRows, type Packing } from './training/packing.ts';
export { exportOnnx, type ExportedInput, type ExportOptions } from './onnx/export.ts';
export { float32, int32, scalar } from './tensors/values.ts';
export {
  OnnxError,
  readOnnx,
  type Activation,
  type OnnxModel,
  type OnnxPlace,
  type OnnxPort,
} from './onnx/import/index.ts';
export { KerasError, readKeras, type KerasOptions, type KerasPlace } from './keras/index.ts';
export type { ImportedModel, ModelPort } from './imported-model.ts';
export { readTfjs, TfjsError, type ReadBeside } from './tfjs/index.ts';
