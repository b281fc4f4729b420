// The path of a file, which electron-vite copies next to the code.
declare module '*?asset' {
  const path: string;
  export default path;
}
