// A function is at most 60 lines long. Functions inside it count for themselves: an object here is made of closures where other code has a class,
// and a class is no function. Blank lines and comments do not count.

const most = 60;

/** Numbers of the lines between two places that hold more than blanks and comments. */
function codeLines(source, [from, to], comments) {
  const text = source.slice(from, to).split('');
  for (const { range } of comments)
    for (let i = Math.max(from, range[0]); i < Math.min(to, range[1]); i++)
      if (text[i - from] !== '\n') text[i - from] = ' ';
  const first = source.slice(0, from).split('\n').length;
  return text
    .join('')
    .split('\n')
    .flatMap((line, i) => (line.trim() === '' ? [] : [first + i]));
}

const isFunction = (node) => node.type.includes('Function') && node.body !== null && node.body !== undefined;

const functionLines = {
  create(context) {
    const { sourceCode } = context;
    /** The functions around the place that is visited, outermost first, each with the lines of those inside it. */
    const around = [];

    function enter(node) {
      if (isFunction(node)) around.push({ node, inner: new Set() });
    }
    function leave(node) {
      if (!isFunction(node)) return;
      const { inner } = around.pop();
      const all = codeLines(sourceCode.text, node.range, sourceCode.getAllComments());
      // Where an inner function begins and ends, its line is also one of the outer function.
      const own = all.filter((line) => !inner.has(line));
      const outer = around.at(-1);
      for (const line of all.slice(1, -1)) outer?.inner.add(line);
      for (const line of inner) outer?.inner.add(line);
      if (own.length > most)
        context.report({
          node,
          message: `This function has ${own.length} lines of its own, more than ${most}: split it along its seams.`,
        });
    }
    return {
      FunctionDeclaration: enter,
      FunctionExpression: enter,
      ArrowFunctionExpression: enter,
      'FunctionDeclaration:exit': leave,
      'FunctionExpression:exit': leave,
      'ArrowFunctionExpression:exit': leave,
    };
  },
};

export default { meta: { name: 'length' }, rules: { 'function-lines': functionLines } };
