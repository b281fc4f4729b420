export interface SavedFile {
  readonly fileName: string;
  readonly content: Blob;
}

/** Offers a file to be saved under a name. */
export function download(fileName: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const anchor = document.createElement('a');
  anchor.href = address;
  anchor.download = fileName;
  anchor.click();
  // The browser reads the address after this event-loop turn.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
