// The messages of the ONNX format, by onnx-proto.
import * as proto from 'onnx-proto';

// CommonJS whose names Node does not see; bundlers do.
export const { onnx } = 'onnx' in proto ? proto : (proto as { default: typeof proto }).default;
