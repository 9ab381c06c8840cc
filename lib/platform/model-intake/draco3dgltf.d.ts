/** The package has no types. Its modules are handed to glTF-Transform as they are. */
declare module 'draco3dgltf' {
  const draco3dgltf: {
    createDecoderModule(): Promise<object>
    createEncoderModule(): Promise<object>
  }
  export default draco3dgltf
}
