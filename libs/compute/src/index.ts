export type {
  Compiled,
  CompiledStep,
  Device,
  DeviceName,
  StepFunction,
  TensorFunction,
  Tensors,
  TensorValue,
  Values,
} from './device.ts';
