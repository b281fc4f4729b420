/** No program is there, or it takes no page: worth trying again, as nothing else that fails while connecting is. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}
