/** Text files that the build takes in whole (vite, `?raw`). */
declare module '*.md?raw' {
  const text: string;
  export { text as default };
}
declare module '*.yaml?raw' {
  const text: string;
  export { text as default };
}
