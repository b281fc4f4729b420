// The one thing of Vite that the registry and the list of commands use. `vite/client` would bring the DOM along.
// Only src/engine and src/cli may call it: the lint rule phasic/layers sees to that.
interface ImportMeta {
  glob<Module>(patterns: string | readonly string[], options: { eager: true; import?: string }): Record<string, Module>;
  glob<Module>(
    patterns: string | readonly string[],
    options?: { eager?: false; import?: string },
  ): Record<string, () => Promise<Module>>;
}
