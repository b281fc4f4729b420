export interface SavedFile {
  readonly fileName: string;
  readonly content: Blob;
  /** Of a table: the text of the file that is saved next to it as FILE.json. */
  readonly notes?: string | undefined;
}

/**
 * Offers a file to be saved, and next to a table its notes.
 * @returns the names of the files
 */
export function download({ fileName, content, notes }: SavedFile): readonly string[] {
  offer(fileName, content);
  if (notes === undefined) return [fileName];
  const notesName = `${fileName}.json`;
  offer(notesName, new Blob([notes], { type: 'application/json' }));
  return [fileName, notesName];
}

function offer(fileName: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const anchor = document.createElement('a');
  anchor.href = address;
  anchor.download = fileName;
  anchor.click();
  // The browser reads the address after this event-loop turn.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
