// file-length: a file that outgrows 300 lines holds more than one idea.

export const longest = 300;

/** Checks the number of lines, comments and blank ones included. */
export const fileLength: Deno.lint.Rule = {
  create(context) {
    return {
      Program(node) {
        const lines = context.sourceCode.text.trimEnd().split("\n").length;
        if (lines <= longest) return;
        context.report({
          node,
          message: `Split this file: ${lines} lines are more than ${longest}`,
        });
      },
    };
  },
};
