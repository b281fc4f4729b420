// The list of registry.ts, for all at once: the bundler puts them together, and loading each by itself takes several times as long.
export const everyPart: Readonly<Record<string, { readonly default?: unknown }>> = import.meta.glob(
  [
    '../agents/*.ts',
    '../architectures/*.ts',
    '../learning-rules/*.ts',
    '../manipulations/*.ts',
    '../objectives/*.ts',
    '../paradigms/{dopamine,choice,conditioning}/*.ts',
    '../paradigms/ccnlab/*.json',
    '../policies/*.ts',
    '../recordings/*.ts',
    '../../envs/*.ts',
  ],
  { eager: true },
);
