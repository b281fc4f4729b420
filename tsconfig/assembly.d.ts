// What scripts/assembly.mjs gives for AssemblyScript: the compiled bytes as base64.
declare module 'assembly:*' {
  const base64: string;
  export default base64;
}
