import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { request, type IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { runToEnd } from '../../src/session/run-to-end.ts';
import { verifyRun } from '../../src/session/verify/verify-run.ts';
import { serve, type Served } from '../../src/web/serve.ts';
import type { ClientMessage, HostMessage, Request } from '../../src/protocol/messages.ts';
import type { Channel } from '../../src/protocol/channel.ts';
import { builtProgram } from '../built-program.ts';
import { face, finish, type Face } from '../session/face.ts';
import { schultz } from '../session/spec.ts';
import { listRuns } from '../../src/storage/run-folder.ts';
import { temporaryFolder, type AtEnd } from '../storage/temporary-folder.ts';
import { openPageAssets } from '../../src/web/page-assets.ts';
import { hashed, pageFolder } from './page-folder.ts';

const pageProcess = builtProgram('page-process');

interface Site {
  readonly url: URL;
  readonly token: string;
  readonly port: number;
  readonly defects: unknown[];
  readonly runsFolder: string;
  readonly hosts: Served['hosts'];
}

/** A server for one test. @param hostFile as of openSite */
const site = (hostFile?: string): Promise<Site> => openSite(hostFile, onTestFinished);

/** A server for all tests of a group, which leave it as it is. */
function sharedSite(host?: (atEnd: AtEnd) => string): () => Site {
  let shared: Site;
  beforeAll(async () => {
    const ends: Parameters<AtEnd>[0][] = [];
    const atEnd: AtEnd = (end) => void ends.unshift(end);
    shared = await openSite(host?.(atEnd), atEnd);
    return async () => {
      for (const end of ends) await end();
    };
  });
  return () => shared;
}

/** @param hostFile the program for each page; tests of the server alone use one that does nothing, which starts sooner */
async function openSite(hostFile: string = pageProcess, atEnd: AtEnd): Promise<Site> {
  const defects: unknown[] = [];
  const runsFolder = temporaryFolder(atEnd);
  const served = await serve({
    port: 0,
    runsFolder,
    assetsFolder: pageFolder(atEnd),
    hostFile,
    onDefect: (error) => defects.push(error),
  });
  atEnd(() => served.close());
  const url = new URL(served.url);
  return {
    url,
    token: url.searchParams.get('token') as string,
    port: Number(url.port),
    defects,
    runsFolder,
    hosts: served.hosts,
  };
}

function idleHost(atEnd?: AtEnd): string {
  const file = join(temporaryFolder(atEnd), 'idle.mjs');
  writeFileSync(file, "process.on('disconnect', () => process.exit());\n");
  return file;
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
  readonly text: string;
}

interface Asking {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request with its path exactly as given: fetch would normalise it. */
async function ask({ port }: Site, path: string, { method = 'GET', headers = {} }: Asking = {}): Promise<Answer> {
  const asked = request({ host: '127.0.0.1', port, path, method, headers, agent: false });
  asked.end();
  const [response] = (await once(asked, 'response')) as [import('node:http').IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  return { status: response.statusCode as number, headers: response.headers, bytes, text: bytes.toString() };
}

const home = ({ token }: Site): string => `/?token=${token}`;

/** The page's socket, as a browser opens it, unless told otherwise. */
function socketOf(
  of: Site,
  {
    path = `/socket?token=${of.token}`,
    origin = of.url.origin,
    headers = {},
  }: { path?: string; origin?: string; headers?: Record<string, string> } = {},
): WebSocket {
  const socket = new WebSocket(`ws://127.0.0.1:${of.port}${path}`, { origin, headers });
  onTestFinished(() => socket.terminate());
  return socket;
}

async function statusOfSocket(socket: WebSocket): Promise<number> {
  socket.on('error', () => undefined);
  return Promise.race([
    once(socket, 'open').then(() => 101),
    once(socket, 'unexpected-response').then(([, response]) => (response as { statusCode: number }).statusCode),
  ]);
}

/** The real page's client over a real socket. */
async function pageOf(of: Site): Promise<Face & { readonly channel: Channel<ClientMessage, HostMessage> }> {
  const socket = socketOf(of);
  await once(socket, 'open');
  const channel: Channel<ClientMessage, HostMessage> = {
    send: (message) => socket.send(JSON.stringify(message)),
    sendFrame: (frame) => socket.send(frame),
    onMessage: (listener) =>
      void socket.on(
        'message',
        (data: Buffer, isBinary) => !isBinary && listener(JSON.parse(data.toString()) as HostMessage),
      ),
    onFrame: (listener) => void socket.on('message', (data: Buffer, isBinary) => isBinary && listener(data)),
    onClose: (listener) => void socket.on('close', listener),
    close: () => socket.close(),
  };
  return { ...face(channel), channel };
}

/** For tests of the server alone. */
const alone = sharedSite(idleHost);

test('the address opens the page, and its files require only the cookie', async () => {
  const one = alone();
  const page = await ask(one, home(one));
  expect(page.status).toBe(200);
  expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
  const [cookie] = page.headers['set-cookie'] as string[];
  expect(cookie).toMatch(/; HttpOnly; SameSite=Strict$/);
  const headers = { cookie: `other=1; ${cookie?.split(';')[0]}; more=2` };
  expect(await ask(one, '/assets/main-abc.js', { headers })).toMatchObject({
    status: 200,
    text: 'export {};\n',
    headers: { 'content-type': 'text/javascript; charset=utf-8' },
  });
  expect(await ask(one, '/', { headers })).toMatchObject({ status: 200 });
});

describe('a file that is named after its content', () => {
  const path = ({ token }: Site): string => `/assets/first-DbRXEo_N.js?token=${token}`;

  test('is kept by the browser for good, without the token, and with all that protects the page', async () => {
    const one = alone();
    const { headers } = await ask(one, path(one));
    expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(headers['set-cookie']).toBeUndefined();
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers['x-content-type-options']).toBe('nosniff');
    for (const other of [home(one), `/assets/main-abc.js?token=${one.token}`])
      expect((await ask(one, other)).headers['cache-control']).toBe('no-cache');
  });

  // RFC 9110, 12.5.3.
  test.each(['gzip', 'GZip', 'deflate, gzip;q=0.5, br', 'br;q=1.0,gzip ; q=0.001'])(
    'comes compressed to a client that takes %s',
    async (encodings) => {
      const one = alone();
      const { headers, bytes } = await ask(one, path(one), { headers: { 'accept-encoding': encodings } });
      expect(headers).toMatchObject({
        'content-type': 'text/javascript; charset=utf-8',
        'content-encoding': 'gzip',
        'content-length': String(bytes.length),
        vary: 'accept-encoding',
      });
      expect(gunzipSync(bytes).toString()).toBe(hashed);
    },
  );

  test.each([undefined, '', 'identity', 'br', 'gzip;q=0', 'gzip; q=0.000, br', 'xgzip'])(
    'comes as it is to a client that takes %s',
    async (encodings) => {
      const one = alone();
      const headers = encodings === undefined ? {} : { 'accept-encoding': encodings };
      const answer = await ask(one, path(one), { headers });
      expect(answer).toMatchObject({ text: hashed, headers: { vary: 'accept-encoding' } });
      expect(answer.headers['content-encoding']).toBeUndefined();
    },
  );

  test('has only one address', async () => {
    const one = alone();
    expect((await ask(one, `/assets/first-DbRXEo_N.js.gz?token=${one.token}`)).status).toBe(404);
  });
});

test('the policy allows only the page itself to run or load, and its nonce is new each time', async () => {
  const one = alone();
  const answers = [await ask(one, home(one)), await ask(one, home(one))];
  const nonces = answers.map(({ text, headers }) => {
    const nonce = /<meta property="csp-nonce" nonce="([^"]+)"/.exec(text)?.[1] as string;
    const policy = new Map(
      String(headers['content-security-policy'])
        .split('; ')
        .map((rule) => [rule.split(' ')[0], rule.split(' ').slice(1)]),
    );
    expect(policy.get('default-src')).toEqual(["'none'"]);
    expect(policy.get('script-src')).toEqual(["'self'", "'wasm-unsafe-eval'"]);
    expect(policy.get('style-src')).toEqual(["'self'", `'nonce-${nonce}'`]);
    expect(policy.get('connect-src')).toEqual(["'self'", `ws://127.0.0.1:${one.port}`, `ws://localhost:${one.port}`]);
    expect(policy.get('frame-ancestors')).toEqual(["'none'"]);
    expect(policy.get('base-uri')).toEqual(["'none'"]);
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    return nonce;
  });
  expect(nonces[0]).not.toBe(nonces[1]);
  expect(nonces[0]).toHaveLength(24);
});

test.each<[string, (one: Site) => { path?: string } & Asking, number]>([
  ['no token', () => ({ path: '/' }), 403],
  ['a wrong token', () => ({ path: '/?token=0123' }), 403],
  [
    'a token that is correct except for its last letter',
    ({ token }) => ({ path: `/?token=${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}` }),
    403,
  ],
  ['a token with something after it', ({ token }) => ({ path: `/?token=${token}x` }), 403],
  [
    'a wrong token with the right cookie',
    ({ token, port }) => ({ path: '/?token=x', headers: { cookie: `phasic-${port}=${token}` } }),
    403,
  ],
  ['the cookie of another port', ({ token }) => ({ path: '/', headers: { cookie: `phasic-1=${token}` } }), 403],
  ['another host, as after DNS rebinding', (one) => ({ path: home(one), headers: { host: 'evil.example' } }), 403],
  ['the right host with another port', (one) => ({ path: home(one), headers: { host: '127.0.0.1:1' } }), 403],
  ['a page from another site', (one) => ({ path: home(one), headers: { origin: 'https://evil.example' } }), 403],
  ['a page without an origin', (one) => ({ path: home(one), headers: { origin: 'null' } }), 403],
  ['another port of this machine', (one) => ({ path: home(one), headers: { origin: 'http://127.0.0.1:1' } }), 403],
  ['POST', (one) => ({ path: home(one), method: 'POST' }), 405],
  ['PUT', (one) => ({ path: home(one), method: 'PUT' }), 405],
  ['OPTIONS', (one) => ({ path: home(one), method: 'OPTIONS' }), 405],
  ['no such file', ({ token }) => ({ path: `/none.js?token=${token}` }), 404],
  ['a file of unknown type', ({ token }) => ({ path: `/assets/notes.unknown?token=${token}` }), 404],
  ['a folder', ({ token }) => ({ path: `/assets?token=${token}` }), 404],
  ['a path outside the folder', ({ token }) => ({ path: `/../secret.json?token=${token}` }), 404],
  ['a path outside the folder, encoded', ({ token }) => ({ path: `/%2e%2e%2fsecret.json?token=${token}` }), 404],
  [
    'a path outside the folder, encoded twice',
    ({ token }) => ({ path: `/%252e%252e%252fsecret.json?token=${token}` }),
    404,
  ],
  [
    'a path outside the folder, with backslashes',
    ({ token }) => ({ path: `/assets/..%5c..%5csecret.json?token=${token}` }),
    404,
  ],
  ['an absolute path', ({ token }) => ({ path: `//etc/passwd?token=${token}` }), 404],
  ['an incomplete escape', ({ token }) => ({ path: `/%zz?token=${token}` }), 404],
  ['a null byte', ({ token }) => ({ path: `/index.html%00.js?token=${token}` }), 404],
])('%s is refused', async (_, asking, status) => {
  const one = alone();
  const { path = '/', ...rest } = asking(one);
  const answer = await ask(one, path, rest);
  expect(answer.status).toBe(status);
  expect(answer.text).not.toMatch(/secret"|<html|root:/);
  expect(answer.headers['set-cookie']).toBeUndefined();
  // The next valid request is answered.
  expect((await ask(one, home(one))).status).toBe(200);
  expect(one.defects).toEqual([]);
});

test('localhost is accepted like 127.0.0.1', async () => {
  const one = await site(acceptingHost());
  const host = `localhost:${one.port}`;
  expect((await ask(one, home(one), { headers: { host } })).status).toBe(200);
  expect(await statusOfSocket(socketOf(one, { origin: `http://${host}`, headers: { host } }))).toBe(101);
});

const accepting = sharedSite(acceptingHost);
test.each<[string, (one: Site) => Parameters<typeof socketOf>[1], number]>([
  ['the page itself', () => ({}), 101],
  [
    'the page with its cookie',
    ({ port, token }) => ({ path: '/socket', headers: { cookie: `phasic-${port}=${token}` } }),
    101,
  ],
  ['no token', () => ({ path: '/socket' }), 403],
  ['a wrong token', () => ({ path: '/socket?token=wrong' }), 403],
  ['a page from another site', () => ({ origin: 'https://evil.example' }), 403],
  ['a sandboxed frame', () => ({ origin: 'null' }), 403],
  ['another host', () => ({ headers: { host: 'evil.example' } }), 403],
  ['another path', ({ token }) => ({ path: `/other?token=${token}` }), 404],
])('a socket request by %s', async (_, asking, status) => {
  const one = accepting();
  expect(await statusOfSocket(socketOf(one, asking(one)))).toBe(status);
});

test('a socket request without an origin is refused', async () => {
  const one = alone();
  const socket = new WebSocket(`ws://127.0.0.1:${one.port}/socket?token=${one.token}`);
  expect(await statusOfSocket(socket)).toBe(403);
});

test('a request that names two hosts is refused, in either order', async () => {
  const one = alone();
  const own = `Host: 127.0.0.1:${one.port}`;
  const statusOf = async (path: string, lines: readonly string[]): Promise<string | undefined> => {
    const socket = connect({ host: '127.0.0.1', port: one.port });
    socket.write(`GET ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
    const [data] = (await once(socket, 'data')) as [Buffer];
    socket.destroy();
    return data.toString().split(' ')[1];
  };
  const upgrade = [
    `Origin: ${one.url.origin}`,
    'Upgrade: websocket',
    'Connection: Upgrade',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  ];
  const socketPath = `/socket?token=${one.token}`;
  expect(await statusOf(home(one), [own])).toBe('200');
  for (const two of [
    [own, 'Host: evil.example'],
    ['host: evil.example', own],
    [own, own],
  ]) {
    expect(await statusOf(home(one), two)).toBe('403');
    expect(await statusOf(socketPath, [...two, ...upgrade])).toBe('403');
  }
});

test.skipIf(process.platform === 'win32')(
  'a link in the page folder cannot lead to files outside it, whenever it was created',
  async () => {
    const { unlinkSync, symlinkSync } = await import('node:fs');
    const folder = pageFolder();
    symlinkSync('../../secret.json', join(folder, 'assets', 'stolen.json'));
    // Links back into the folder, which would be an endless loop.
    symlinkSync('..', join(folder, 'up'));
    symlinkSync('../..', join(folder, 'assets', 'above'));
    symlinkSync('main-abc.js', join(folder, 'assets', 'same.js'));
    const assets = await openPageAssets(folder);
    for (const path of ['/assets/stolen.json', '/up/secret.json', '/assets/above/secret.json'])
      expect(await assets.read(path)).toBeUndefined();
    expect((await assets.read('/assets/same.js'))?.body.toString()).toBe('export {};\n');
    unlinkSync(join(folder, 'assets', 'main-abc.css'));
    symlinkSync('../../secret.json', join(folder, 'assets', 'main-abc.css'));
    expect(await assets.read('/assets/main-abc.css')).toBeUndefined();
  },
);

test('only this machine is served', async () => {
  const one = alone();
  const { networkInterfaces } = await import('node:os');
  const elsewhere =
    Object.values(networkInterfaces())
      .flat()
      .find((address) => address?.family === 'IPv4' && !address.internal)?.address ?? '127.0.0.2';
  const socket = connect({ host: elsewhere, port: one.port });
  const outcome = await Promise.race([
    once(socket, 'connect').then(() => 'connected'),
    once(socket, 'error').then(() => 'refused'),
  ]).catch(() => 'refused');
  socket.destroy();
  expect(outcome).toBe('refused');
});

test('a run over a socket has the hash of the run, and its frames contain its trials', async () => {
  const one = await site();
  const page = await pageOf(one);
  const { result, opened } = await finish(page, schultz(11));
  expect(result).toEqual(JSON.parse(JSON.stringify(runToEnd(schultz(11)).result)));
  expect(page.blocks.reduce((rows, block) => rows + block.rows, 0)).toBe(opened.trials);
  const { run, folder } = await page.client.request({ type: 'save', session: opened.session });
  expect((await verifyRun(folder)).hash).toBe(result.hash);
  expect(folder.startsWith(one.runsFolder)).toBe(true);
  expect(await page.client.request({ type: 'runs' })).toEqual([{ run, spec: result.spec, hash: result.hash }]);
});

const pages = sharedSite();
const noMessages: readonly (readonly [string, string | Uint8Array])[] = [
  ['not JSON', '{"request": '],
  ['not a message', '{"hello": 1}'],
  ['a binary frame', new Uint8Array(100)],
  ['text', 'null'],
];
test('what is not a message is answered, and the connection continues', async () => {
  const one = pages();
  const socket = socketOf(one);
  await once(socket, 'open');
  for (const [name, message] of noMessages) {
    socket.send(message);
    const [answer] = (await once(socket, 'message')) as [Buffer];
    expect(JSON.parse(answer.toString()), name).toMatchObject({
      failure: { what: 'this is not a message of the protocol' },
    });
    socket.send('{"request": 1, "body": {"type": "runs"}}');
    const [next] = (await once(socket, 'message')) as [Buffer];
    expect(JSON.parse(next.toString()), name).toEqual({ reply: 1, ok: true, body: [] });
  }
  expect(one.defects).toEqual([]);
});

test('a message that is too large ends only its own connection', async () => {
  const one = pages();
  const other = await pageOf(one);
  const socket = socketOf(one);
  socket.on('error', () => undefined);
  await once(socket, 'open');
  const closed = once(socket, 'close');
  socket.send(JSON.stringify({ request: 1, body: { type: 'open', spec: 'x'.repeat(1 << 20) } }));
  const [code] = (await closed) as [number];
  expect([1006, 1009]).toContain(code);
  await expect(other.client.request({ type: 'runs' })).resolves.toEqual([]);
});

test('bytes that are not a WebSocket frame end only their own connection', async () => {
  const one = pages();
  const socket = connect({ host: '127.0.0.1', port: one.port });
  onTestFinished(() => void socket.destroy());
  socket.write(
    `GET /socket?token=${one.token} HTTP/1.1\r\nHost: ${one.url.host}\r\nOrigin: ${one.url.origin}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`,
  );
  const [head] = (await once(socket, 'data')) as [Buffer];
  expect(head.toString()).toContain('101 Switching Protocols');
  const closed = once(socket, 'close');
  socket.write(Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff]));
  await closed;
  expect((await ask(one, home(one))).status).toBe(200);
});

test('sessions belong to their page, and another page cannot touch them', async () => {
  const one = pages();
  const page = await pageOf(one);
  const { session } = await page.client.request({ type: 'open', spec: schultz(1, { trainingTrials: 20_000 }) });
  await page.client.request({ type: 'run', session, perSecond: 1 });
  const again = await pageOf(one);
  await expect(again.client.request({ type: 'pause', session })).rejects.toThrow('there is no session 1');
  expect(one.defects).toEqual([]);
});

/** Long requests of a page; each takes much longer than an answer to another page. */
const designOf = (trials: number): unknown => ({
  cues: [{ id: 'A', title: 'A' }],
  trialTypes: {
    A: {
      title: 'A',
      cues: [{ cue: 'A', onsetSeconds: 0, durationSeconds: 1 }],
      rewards: [{ time: { kind: 'fixed', seconds: 1 }, magnitude: 1, probability: 1 }],
    },
  },
  phases: [{ id: 'all', trials, plastic: true, mixture: { A: 1 }, order: 'random' }],
  iti: { kind: 'fixed', seconds: 2 },
  trialSeconds: 2,
});
const longest: readonly (readonly [string, Request])[] = [
  ['opens a design of 40,000 trials', { type: 'open', spec: { world: 'own-design', design: designOf(40_000) } }],
  [
    'compares two runs of 3,000 trials',
    {
      type: 'compare',
      specs: ['td-csc', 'rescorla-wagner'].map((agent) => ({ world: 'own-design', design: designOf(3_000), agent })),
    },
  ],
  [
    'opens a network in 300 worlds',
    { type: 'open', spec: { world: 'breakout', agent: 'a2c-conv', worlds: 300, backend: 'fused' } },
  ],
  ['has backends measured', { type: 'open', spec: { world: 'cartpole', agent: 'ppo', backend: 'auto' } }],
];

test('while one page has long work, another page is answered', async () => {
  const one = pages();
  const [busy, other] = await Promise.all([pageOf(one), pageOf(one)]);
  for (const [name, request] of longest) {
    const order: string[] = [];
    const long = busy.client.request(request).then(() => order.push('the long one'));
    await other.client.request({ type: 'catalogue' });
    order.push('the other page');
    await long;
    expect(order, `while it ${name}`).toEqual(['the other page', 'the long one']);
  }
  expect(one.defects).toEqual([]);
});

describe('the process of a page', () => {
  test('ends with its page, and its memory is freed', async () => {
    const one = await site();
    for (let i = 0; i < 2; i++) {
      const page = await pageOf(one);
      await page.client.request({ type: 'open', spec: schultz() });
      const [host] = one.hosts.serving;
      page.channel.close();
      await expect.poll(() => isThere(host as number)).toBe(false);
      expect(one.hosts.serving).toEqual([]);
    }
    expect(one.defects).toEqual([]);
  });

  test('can crash without affecting other pages, is reported, and the page can reconnect', async () => {
    const one = await site();
    const other = await pageOf(one);
    const page = await pageOf(one);
    process.kill(one.hosts.serving[1] as number, 'SIGKILL');
    await page.closed;
    await expect
      .poll(() => one.defects.map(String))
      .toEqual([expect.stringContaining('the host of a page has ended (SIGKILL)')]);
    await expect(other.client.request({ type: 'runs' })).resolves.toEqual([]);
    await expect((await pageOf(one)).client.request({ type: 'runs' })).resolves.toEqual([]);
  });

  test('finishes requested saves before it ends', async () => {
    const one = await site();
    const page = await pageOf(one);
    const { opened } = await finish(page, schultz(3));
    page.client.request({ type: 'save', session: opened.session }).catch(() => undefined);
    page.channel.close();
    await expect.poll(async () => (await listRuns(one.runsFolder)).runs.length).toBe(1);
  });

  test('is started before its page connects', async () => {
    const one = await site(idleHost());
    const ahead = one.hosts.waiting;
    expect(isThere(ahead as number)).toBe(true);
    await ask(one, home(one));
    expect(one.hosts).toMatchObject({ serving: [], waiting: ahead });
  });
});

function isThere(id: number): boolean {
  try {
    return process.kill(id, 0);
  } catch {
    return false;
  }
}

/** Memory of a process in MB; only Linux reports that of another process. */
const residentOf = (id: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1]) / 1024;

test.skipIf(!existsSync('/proc/self/status'))(
  'requests of a page that does not read do not increase the host’s memory, and are answered in the end',
  async () => {
    const one = await site();
    const socket = socketOf(one);
    await once(socket, 'open');
    const [host] = one.hosts.serving as [number];
    const replies: { readonly reply: number; readonly ok: boolean; readonly error?: { readonly what: string } }[] = [];
    socket.on('message', (data: Buffer) => replies.push(JSON.parse(data.toString())));
    socket.send('{"request": 0, "body": {"type": "catalogue"}}');
    await expect.poll(() => replies.length).toBe(1);
    const catalogueMegabytes = JSON.stringify(replies[0]).length / (1 << 20);
    const before = residentOf(host);
    socket.pause();
    const many = Math.ceil(200 / catalogueMegabytes);
    for (let request = 1; request <= many; request++)
      socket.send(JSON.stringify({ request, body: { type: 'catalogue' } }));
    // The host has started to process them once another page has been answered several times.
    const other = await pageOf(one);
    for (let i = 0; i < 10; i++) await other.client.request({ type: 'catalogue' });
    // Resident memory includes garbage that is not collected yet, so the bound is a fraction of the replies it must not hold.
    expect(residentOf(host) - before).toBeLessThan((many * catalogueMegabytes) / 3);
    socket.resume();
    await expect.poll(() => replies.length).toBe(many + 1);
    for (const { ok, error } of replies) if (!ok) expect(error?.what).toBe('256 requests wait to be answered already');
  },
);

/** A program that accepts a page and does no more. */
function acceptingHost(atEnd?: AtEnd): string {
  const file = join(temporaryFolder(atEnd), 'accepting.mjs');
  const ws = createRequire(import.meta.url).resolve('ws');
  writeFileSync(
    file,
    `import ws from ${JSON.stringify(pathToFileURL(ws).href)};
     const sockets = new ws.WebSocketServer({ noServer: true });
     let given;
     process.on('message', (message, socket) => {
       if (socket !== undefined) given = { socket, headers: message.upgrade.headers };
       else sockets.handleUpgrade({ method: 'GET', headers: given.headers }, given.socket, Buffer.alloc(0), () => {});
     });
     process.on('disconnect', () => process.exit());`,
  );
  return file;
}

test('the number of open pages is limited', async () => {
  const one = await site(acceptingHost());
  for (let i = 0; i < 16; i++) expect(await statusOfSocket(socketOf(one))).toBe(101);
  expect(await statusOfSocket(socketOf(one))).toBe(503);
});

test('a port in use is reported in one line', async () => {
  const one = alone();
  await expect(serve({ port: one.port, assetsFolder: pageFolder(), hostFile: idleHost() })).rejects.toThrow(
    `port ${one.port}: another program uses it already; choose another port, or 0 for any free port`,
  );
});

test('a page that is not built is reported in one line, and the port is free again', async () => {
  const folder = temporaryFolder();
  const one = alone();
  await expect(serve({ port: 0, assetsFolder: folder })).rejects.toThrow(
    `${folder}: the page is not built; run npm run build`,
  );
  expect((await ask(one, home(one))).status).toBe(200);
});

test('closing ends every connection', async () => {
  const served = await serve({ port: 0, assetsFolder: pageFolder(), hostFile: pageProcess });
  const url = new URL(served.url);
  const socket = new WebSocket(`ws://${url.host}/socket${url.search}`, { origin: url.origin });
  await once(socket, 'open');
  const closed = once(socket, 'close');
  await served.close();
  await closed;
  await expect(fetch(served.url)).rejects.toThrow('fetch failed');
});

test('each server has its own token, long enough not to be guessed', async () => {
  const tokens = [(await site(idleHost())).token, (await site(idleHost())).token];
  expect(tokens[0]).not.toBe(tokens[1]);
  expect(Buffer.from(tokens[0] as string, 'base64url').length).toBeGreaterThanOrEqual(24);
});
