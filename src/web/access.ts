import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Why a request is refused. */
export interface Refusal {
  readonly status: 400 | 403 | 404 | 405 | 503;
  readonly text: string;
}

export interface Door {
  readonly port: number;
  readonly token: string;
}

const names = ['127.0.0.1', 'localhost'] as const;

/** The required Host header of a request to this server: with any other name, someone else's DNS points here. */
const hosts = ({ port }: Door): readonly string[] => names.map((name) => (port === 80 ? name : `${name}:${port}`));
const origins = (door: Door): readonly string[] => hosts(door).map((host) => `http://${host}`);
export const socketOrigins = (door: Door): readonly string[] => hosts(door).map((host) => `ws://${host}`);

/** A cookie is shared by all ports of a host, so its name includes the port. */
const cookieName = ({ port }: Door): string => `phasic-${port}`;

/** Set when the address with the token is opened; requests for the page's files and socket then include it. */
export const cookieOf = (door: Door): string => `${cookieName(door)}=${door.token}; Path=/; HttpOnly; SameSite=Strict`;

/** Whether the other end of a socket is at this machine. The server listens at no other address; this holds if that should change. */
export const isThisMachine = (address: string | undefined): boolean =>
  address !== undefined && /^(?:::ffff:)?127\.|^::1$/.test(address);

export function urlOf({ url = '' }: IncomingMessage): URL | undefined {
  const base = 'http://127.0.0.1';
  return URL.canParse(url, base) ? new URL(url, base) : undefined;
}

/** What is wrong with a request for a file of the page; undefined if nothing is. */
export function refusePage(request: IncomingMessage, url: URL | undefined, door: Door): Refusal | undefined {
  if (request.method !== 'GET') return { status: 405, text: 'only GET is answered here' };
  const { origin } = request.headers;
  if (origin !== undefined && !origins(door).includes(origin))
    return { status: 403, text: 'the request comes from another page' };
  return refuseStranger(request, url, door);
}

/** What is wrong with a request for a socket. A browser always sends the origin of the page. */
export function refuseSocket(request: IncomingMessage, url: URL | undefined, door: Door): Refusal | undefined {
  if (url?.pathname !== '/socket') return { status: 404, text: 'there is no socket here' };
  if (!origins(door).includes(request.headers.origin ?? ''))
    return { status: 403, text: 'the request comes from another page' };
  return refuseStranger(request, url, door);
}

function refuseStranger(request: IncomingMessage, url: URL | undefined, door: Door): Refusal | undefined {
  if (url === undefined) return { status: 400, text: 'this is not an address' };
  const { host: named = [] } = request.headersDistinct;
  // If there are several, Node uses the first, and a proxy in front of this server might use another.
  if (named.length !== 1 || !hosts(door).includes(named[0] ?? ''))
    return { status: 403, text: 'the request was made to another host' };
  const given = url.searchParams.get('token') ?? cookieToken(request.headers.cookie ?? '', door);
  if (!sameText(given ?? '', door.token))
    return { status: 403, text: 'open the address that phasic serve has printed, with its token' };
  return undefined;
}

function cookieToken(header: string, door: Door): string | undefined {
  const start = `${cookieName(door)}=`;
  return header
    .split('; ')
    .find((cookie) => cookie.startsWith(start))
    ?.slice(start.length);
}

// Takes the same time for any wrong token; hashing makes the lengths equal.
function sameText(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
