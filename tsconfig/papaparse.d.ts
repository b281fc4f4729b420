// The part of papaparse that is used. Its own types bring in Node's, which the layers that use it must not see.
export default class Papa {
  static Parser: new (options: { readonly delimiter: string; readonly newline: '\n'; readonly quoteChar?: string }) => {
    /**
     * @param ignoreLastRow whether the last row may go on in text that follows
     * @returns rows of cells; `meta.cursor` is the place of the first character that was not used
     */
    parse(
      text: string,
      place: number,
      ignoreLastRow: boolean,
    ): { readonly data: string[][]; readonly errors: readonly unknown[]; readonly meta: { readonly cursor: number } };
  };
}
