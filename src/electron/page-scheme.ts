import type { CustomScheme } from 'electron';
import type { PageAssets } from '../web/page-assets.ts';

/** Must be registered before Electron is ready. Standard and secure, so that the page has an origin of its own. */
export const pageScheme: CustomScheme = {
  scheme: 'phasic',
  privileges: { standard: true, secure: true, supportFetchAPI: true },
};
export const pageUrl = 'phasic://app/';

/** Whether a URL belongs to the page that this program shows. */
export function isOurPage(url: string): boolean {
  return URL.canParse(url) && new URL(url).protocol === 'phasic:' && new URL(url).host === 'app';
}

/** Answers requests to the page's scheme from the built files. */
export function pageHandler(assets: PageAssets): (request: Request) => Promise<Response> {
  return async ({ method, url }) => {
    if (method !== 'GET' || !isOurPage(url)) return new Response('refused', { status: 403 });
    const file = await assets.read(new URL(url).pathname);
    if (file === undefined) return new Response('there is no such file', { status: 404 });
    return new Response(file.body as Uint8Array<ArrayBuffer>, { headers: file.headers });
  };
}
