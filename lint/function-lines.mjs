// A function is at most 60 lines long, not counting the functions inside it: objects here are closures, whose inner
// functions count like methods. Blank lines and comments do not count.

const maxLines = 60;

/** Numbers of the lines in a range that contain code, not only blanks and comments. */
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
    /** The functions around the current node, outermost first, each with the lines of its inner functions. */
    const around = [];

    function enter(node) {
      if (isFunction(node)) around.push({ node, inner: new Set() });
    }
    function leave(node) {
      if (!isFunction(node)) return;
      const { inner } = around.pop();
      const all = codeLines(sourceCode.text, node.range, sourceCode.getAllComments());
      // The first and last lines of an inner function also belong to the outer function.
      const own = all.filter((line) => !inner.has(line));
      const outer = around.at(-1);
      for (const line of all.slice(1, -1)) outer?.inner.add(line);
      for (const line of inner) outer?.inner.add(line);
      if (own.length > maxLines)
        context.report({
          node,
          message: `This function has ${own.length} lines without its inner functions, more than ${maxLines}: split it.`,
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
