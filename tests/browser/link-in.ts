import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { seam } from '../../src/links/link.ts';
import { unpackText } from '../../src/links/packed-text.ts';
import { parseViewText } from '../../src/links/parse-view.ts';
import type { SharedView } from '../../src/links/shared-view.ts';

/** The link in the address, once it shows what is wanted: it is written a moment after the page has changed. */
export async function linkIn(page: Page, isWanted: (view: SharedView) => boolean = () => true): Promise<string> {
  let link = '';
  await expect
    .poll(async () => {
      link = new URL(page.url()).hash.slice(1);
      return isWanted(parseViewText(await unpackText(link.slice(link.indexOf(seam) + 1))));
    })
    .toBe(true);
  return link;
}
