import { folderOf, pureLayers } from './lint/layers.mjs';

// What would let a clock, a face or chance into a layer that has to give the same bytes everywhere.
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
  message: 'Pure layers are given clocks and random streams, they do not take them.',
});

export default {
  plugins: ['typescript', 'unicorn', 'oxc', 'import', 'react', 'jsx-a11y'],
  jsPlugins: ['./lint/layers.mjs', './lint/same-bits.mjs', './lint/function-lines.mjs'],
  categories: { correctness: 'error', suspicious: 'error', perf: 'error' },
  env: { builtin: true },
  // AssemblyScript is not TypeScript, for all that it looks like it.
  ignorePatterns: ['dist', 'node_modules', 'runs', 'assembly'],
  rules: {
    'phasic/layers': 'error',
    'length/function-lines': 'error',
    'import/no-cycle': ['error', { ignoreTypes: false }],
    eqeqeq: 'error',
    'no-var': 'error',
    'prefer-const': 'error',
    // Awaiting one step after another is the rule here, not an oversight.
    'no-await-in-loop': 'off',
    // Local names may repeat: `value`, `state` and `reward` are the field's words.
    'no-shadow': 'off',
    // Style sheets and polyfills are imported for their effect.
    'import/no-unassigned-import': 'off',
    // Typed-array maths asserts indices that a loop already bounds.
    'typescript/no-unsafe-type-assertion': 'off',
    // Sorting a fresh copy in place is the plain idiom, and typed arrays are sorted so too.
    'unicorn/no-array-sort': 'off',
    // TypeScript's noImplicitReturns does this and understands exhaustive switches.
    'typescript/consistent-return': 'off',
    'consistent-return': 'off',
    // Generic helpers of the define*() kind name a key type once to infer it.
    'typescript/no-unnecessary-type-parameters': 'off',
    // Record<never, never> says what is meant: no parameters at all.
    'typescript/no-generated-empty-object-type': 'off',
    // Copies are made where speed does not matter; the hot paths are typed arrays.
    'oxc/no-map-spread': 'off',
    // Objects here are made of closures, not of methods with a `this`.
    'typescript/unbound-method': 'off',
    // fast-check is used as `fc.` throughout, as its own documentation does.
    'import/no-named-as-default-member': 'off',
    // A canvas, a drawing or a group of buttons has no tag of its own for its role.
    'jsx-a11y/prefer-tag-over-role': 'off',
    // A small helper beside its only caller reads better than one moved away.
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
    // A test is as long as what it sets up.
    { files: ['tests/**'], rules: { 'length/function-lines': 'off' } },
    {
      files: ['renderer/**'],
      env: { browser: true },
      // The JSX runtime is automatic.
      rules: { 'react/react-in-jsx-scope': 'off' },
    },
    // Ambient types say how others' classes look.
    { files: ['tsconfig/*.d.ts'], rules: { 'typescript/no-extraneous-class': 'off' } },
    { files: ['bin/**', 'scripts/**', 'lint/**', 'tests/**', '*.config.*'], env: { node: true } },
  ],
};
