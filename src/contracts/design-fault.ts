/** What is wrong with an external design, and where in it. */
export interface DesignFault {
  readonly path: readonly (string | number)[];
  readonly what: string;
  readonly remedy: string;
}
