// ONNX models read as TensorFlow.js functions.
export { OnnxError, type OnnxPlace } from './errors.ts';
export { readOnnx, type Activation, type OnnxModel, type OnnxPort } from './read.ts';
