/** There is no program, or it accepts no page: worth retrying, unlike every other failure to connect. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}
