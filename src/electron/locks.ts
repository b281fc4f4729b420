import type { Session, Shell, WebContents } from 'electron';
import { isOurPage } from './page-scheme.ts';

/** A page cannot request the camera, location, notifications or any device. Downloads need no permission. */
export function lockSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
}

/** The page never navigates away, opens windows or embeds other pages. Citations open in the browser. */
export function lockContents(contents: WebContents, shell: Pick<Shell, 'openExternal'>): void {
  contents.on('will-navigate', (details) => {
    // The page's own address may be loaded again, whatever it has after its #.
    if (!isOurPage(details.url)) details.preventDefault();
  });
  contents.on('will-redirect', (details) => details.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    if (isCitation(url)) void shell.openExternal(url);
    return { action: 'deny' };
  });
}

function isCitation(url: string): boolean {
  return URL.canParse(url) && new URL(url).origin === 'https://doi.org';
}
