export type {
  Compiled,
  CompiledStep,
  Device,
  StepFunction,
  TensorFunction,
  Tensors,
  TensorValue,
  Values,
} from './device.ts';
export { deviceNames, deviceRequests, type DeviceName, type DeviceRequest } from './device-names.ts';
export { openDevice } from './open-device.ts';
export {
  DeviceUnavailableError,
  DynamicAxisError,
  SignatureError,
  SymbolicReadError,
  UnsupportedKernelError,
} from './errors.ts';
export { adam, adamState, type AdamInputs, type AdamOptions } from './adam.ts';
export { packing, packRows, sumRows, unpackRows, type Packing } from './packing.ts';
export { exportOnnx, type ExportedInput, type ExportOptions } from './export-onnx.ts';
export { float32, int32, scalar } from './values.ts';
