// `npm run dev:browser`: the page in a browser with hot reload, served by `phasic serve`. Arguments are those of
// `phasic serve`.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createServer, mergeConfig } from 'vite';
import { completeConfig } from './config.mjs';
import { root } from './fresh.cjs';

const host = spawn(process.execPath, [join(root, 'bin/phasic.cjs'), 'serve', '--port', '0', ...process.argv.slice(2)], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
const ended = once(host, 'exit');
// Ctrl-C reaches both processes, and the page's server ends after its host.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => host.kill());
const [line] = await Promise.race([once(createInterface(host.stdout), 'line'), ended]);
// It has reported the reason.
if (typeof line !== 'string') process.exit(line ?? 1);

const { origin, search } = new URL(line);
const { parts } = await completeConfig('serve');
const server = await createServer(
  mergeConfig(parts.renderer, {
    configFile: false,
    server: {
      host: '127.0.0.1',
      // Requests look like those of its own page, the only ones that it answers; the token is still required.
      proxy: { '/socket': { target: origin, ws: true, changeOrigin: true, rewriteWsOrigin: true } },
    },
  }),
);
await server.listen();
process.stdout.write(`${new URL(search, server.resolvedUrls.local[0]).href}\n`);
process.stderr.write(
  'This page follows edits of renderer/. What is behind it is as it was started: Ctrl-C, and again.\n',
);
const [code] = await ended;
await server.close();
process.exitCode = code ?? 0;
