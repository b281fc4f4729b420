import { folderOf, pureLayers } from './lint/layers.mjs';

// Clocks, user interfaces and random numbers, which are not allowed in layers that must give the same bytes everywhere.
const impureGlobals = [
  'Date',
  'performance',
  'process',
  'console',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'requestAnimationFrame',
  'fetch',
  'crypto',
  'window',
  'document',
  'navigator',
  'Buffer',
  'require',
];
const restricted = (object, property) => ({
  object,
  property,
  message: 'Clocks and random streams are passed into pure layers.',
});

export default {
  plugins: ['typescript', 'unicorn', 'oxc', 'import', 'react', 'jsx-a11y'],
  jsPlugins: ['./lint/layers.mjs', './lint/same-bits.mjs', './lint/function-lines.mjs'],
  categories: { correctness: 'error', suspicious: 'error', perf: 'error' },
  env: { builtin: true },
  // AssemblyScript looks like TypeScript, but is not.
  ignorePatterns: ['dist', 'node_modules', 'runs', 'assembly'],
  rules: {
    'phasic/layers': 'error',
    'length/function-lines': 'error',
    'import/no-cycle': ['error', { ignoreTypes: false }],
    eqeqeq: 'error',
    'no-var': 'error',
    'prefer-const': 'error',
    // Sequential awaits are intended.
    'no-await-in-loop': 'off',
    // Local names may repeat: `value`, `state` and `reward` are the field's terms.
    'no-shadow': 'off',
    // Style sheets and polyfills are imported for their effect.
    'import/no-unassigned-import': 'off',
    // Loops over typed arrays assert indices that the loop already bounds.
    'typescript/no-unsafe-type-assertion': 'off',
    // Sorting a new copy in place is idiomatic, as for typed arrays.
    'unicorn/no-array-sort': 'off',
    // TypeScript's noImplicitReturns does this and understands exhaustive switches.
    'typescript/consistent-return': 'off',
    'consistent-return': 'off',
    // Generic helpers of the define*() kind name a key type once to infer it.
    'typescript/no-unnecessary-type-parameters': 'off',
    // Record<never, never> means no parameters.
    'typescript/no-generated-empty-object-type': 'off',
    // Copies are made only where speed does not matter; hot paths use typed arrays.
    'oxc/no-map-spread': 'off',
    // Objects here are closures, without `this`.
    'typescript/unbound-method': 'off',
    // fast-check is used as `fc.` throughout, as its own documentation does.
    'import/no-named-as-default-member': 'off',
    // There is no tag for the role of a canvas, a drawing or a group of buttons.
    'jsx-a11y/prefer-tag-over-role': 'off',
    // A small helper is more readable next to its only caller.
    'unicorn/consistent-function-scoping': 'off',
  },
  overrides: [
    {
      files: pureLayers.map((layer) => `${folderOf(layer)}/**`),
      rules: {
        'no-restricted-globals': ['error', ...impureGlobals],
        'no-restricted-properties': [
          'error',
          restricted('Math', 'random'),
          ...impureGlobals.map((name) => restricted('globalThis', name)),
        ],
        'no-console': 'error',
      },
    },
    { files: ['src/**', 'envs/**', 'renderer/**'], rules: { 'numbers/same-bits': 'error' } },
    // The length of a test depends on its set-up.
    { files: ['tests/**'], rules: { 'length/function-lines': 'off' } },
    {
      files: ['renderer/**'],
      env: { browser: true },
      // The JSX runtime is automatic.
      rules: { 'react/react-in-jsx-scope': 'off' },
    },
    // Ambient types declare classes of other packages.
    { files: ['tsconfig/*.d.ts'], rules: { 'typescript/no-extraneous-class': 'off' } },
    { files: ['bin/**', 'scripts/**', 'lint/**', 'tests/**', '*.config.*'], env: { node: true } },
  ],
};
