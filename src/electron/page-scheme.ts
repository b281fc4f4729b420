import type { CustomScheme } from 'electron';
import type { PageAssets } from '../web/page-assets.ts';

/** Must be registered before Electron is ready. Standard and secure, so that the page has its own origin. */
export const pageScheme: CustomScheme = {
  scheme: 'phasic',
  privileges: { standard: true, secure: true, supportFetchAPI: true },
};
export const pageUrl = 'phasic://app/';

/** Whether a URL belongs to the page that this program shows. */
export function isOurPage(url: string): boolean {
  return URL.canParse(url) && new URL(url).protocol === 'phasic:' && new URL(url).host === 'app';
}

type Answer = (request: Request) => Promise<Response>;

/** Answers requests to the page's scheme from the built files. */
export const fromFiles = (assets: PageAssets): Answer =>
  ownPageAlone(async ({ url }) => {
    const file = await assets.read(new URL(url).pathname);
    if (file === undefined) return new Response('there is no such file', { status: 404 });
    return new Response(file.body as Uint8Array<ArrayBuffer>, { headers: file.headers });
  });

/** Forwards requests to the development server, so that the page keeps this scheme as its origin. */
export const fromServer = (address: string): Answer =>
  ownPageAlone(({ url, headers }) => {
    const { pathname, search } = new URL(url);
    return fetch(new URL(`${pathname}${search}`, address), { headers });
  });

const ownPageAlone =
  (answer: Answer): Answer =>
  async (request) =>
    request.method === 'GET' && isOurPage(request.url) ? answer(request) : new Response('refused', { status: 403 });
