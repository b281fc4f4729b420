import { readFileSync } from 'node:fs';
import type { Download, Page } from 'playwright-core';

export interface Saved {
  readonly name: string;
  readonly bytes: Buffer;
}

/** Chooses an item of the menu Save; a table is saved with its notes, so as two files. */
export async function savedFiles(page: Page, item: string): Promise<readonly Saved[]> {
  const count = item === 'CSV' ? 2 : 1;
  const downloads: Download[] = [];
  await page.getByRole('button', { name: 'Save' }).click();
  const all = new Promise<void>((done) => {
    const note = (download: Download): void => {
      if (downloads.push(download) < count) return;
      page.off('download', note);
      done();
    };
    page.on('download', note);
  });
  await page.getByRole('menuitem', { name: item }).click();
  await all;
  return Promise.all(
    downloads.map(async (one) => ({ name: one.suggestedFilename(), bytes: readFileSync(await one.path()) })),
  );
}

/** The same for what is one file, or the first of them. */
export async function savedFile(page: Page, item: string): Promise<Saved> {
  const [first] = await savedFiles(page, item);
  return first as Saved;
}
