// Types of lz4js as tests use it, which ships none: an encoder that is not ours.
declare module 'lz4js' {
  const lz4: { readonly compress: (bytes: Uint8Array) => Uint8Array };
  export default lz4;
}
