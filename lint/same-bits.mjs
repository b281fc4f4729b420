// Results are hashed, so every number must have the same bits on every Node and in every browser. IEEE 754 fixes + - *
// /, sqrt and rounding; everything else depends on the engine.

/** Fixed to the last bit by ECMAScript. */
const exact = ['abs', 'ceil', 'clz32', 'floor', 'fround', 'imul', 'max', 'min', 'round', 'sign', 'sqrt', 'trunc'];

/** Unspecified in theory, but identical in practice: tests compare each of them on Node 20, 22, 24 and in Chromium. */
export const measured = ['atan', 'atan2', 'cbrt', 'exp', 'expm1', 'hypot', 'log', 'log10', 'log1p', 'log2'];

/** Engines differ in the last bits. */
const instead = {
  pow: 'power of src/core/power.ts',
  sin: 'sine of src/core/trigonometry.ts',
  cos: 'cosine of src/core/trigonometry.ts',
};

// Math.random is forbidden by another rule.
const allowed = new Set([...exact, ...measured, 'random']);
const isConstant = (name) => /^[A-Z]/.test(name);

function nameOf(property, computed) {
  if (!computed && property.type === 'Identifier') return property.name;
  return typeof property.value === 'string' ? property.value : undefined;
}

const sameBits = {
  create(context) {
    function check(node, name) {
      if (name !== undefined && (allowed.has(name) || isConstant(name))) return;
      const remedy = Object.hasOwn(instead, name ?? '')
        ? `use ${instead[name]}`
        : 'implement it in src/core with operations that IEEE 754 specifies, or compare it on all engines and add it to lint/same-bits.mjs';
      context.report({
        node,
        message: `Math.${name ?? '[...]'} may give different last bits on another engine: ${remedy}.`,
      });
    }
    function checkOperator(node) {
      if (node.operator === '**' || node.operator === '**=')
        context.report({
          node,
          message: `${node.operator} gives different last bits on other engines: use ${instead.pow}, or x * x.`,
        });
    }
    function checkPattern(pattern, from) {
      if (from?.type !== 'Identifier' || from.name !== 'Math') return;
      const properties = pattern.type === 'ObjectPattern' ? pattern.properties : [];
      if (properties.length === 0) check(pattern, undefined);
      for (const property of properties)
        check(property, property.type === 'Property' ? nameOf(property.key, property.computed) : undefined);
    }
    return {
      BinaryExpression: checkOperator,
      AssignmentExpression(node) {
        checkOperator(node);
        checkPattern(node.left, node.right);
      },
      VariableDeclarator: (node) => checkPattern(node.id, node.init),
      MemberExpression(node) {
        if (node.object.type === 'Identifier' && node.object.name === 'Math')
          check(node, nameOf(node.property, node.computed));
      },
    };
  },
};

export default { meta: { name: 'numbers' }, rules: { 'same-bits': sameBits } };
