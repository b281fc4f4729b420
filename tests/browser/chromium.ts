// Finds a Chromium and starts it: CHROME_PATH, then one installed in the system, then the one in an npm package.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { root } from '../../scripts/fresh.cjs';

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

interface Found {
  executable: string;
  /** Environment variables that this browser needs. */
  env: Record<string, string>;
}

const systemNames = ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser'];
const programFolders = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) => process.env[name] ?? []);
const fixedPaths = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  win32: programFolders.flatMap((folder) => [
    join(folder, 'Google/Chrome/Application/chrome.exe'),
    join(folder, 'Chromium/Application/chrome.exe'),
  ]),
} as Record<string, string[]>;

function systemChromium(): string | undefined {
  const onPath = (process.env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((folder) => systemNames.map((name) => join(folder, name)));
  return [...(fixedPaths[process.platform] ?? []), ...(process.platform === 'win32' ? [] : onPath)].find((path) =>
    existsSync(path),
  );
}

/**
 * The bundled Open Sans has no arrows and few symbols: DejaVu fills the gaps. No system font is used, so that pictures
 * look the same on every machine.
 */
const fontsConfig = (folder: string): string => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${folder}/fonts</dir>
  <dir>${join(root, 'node_modules/dejavu-fonts-ttf/ttf')}</dir>
  <cachedir>${folder}/cache</cachedir>
  <alias><family>system-ui</family><prefer><family>Open Sans</family></prefer></alias>
  <alias><family>sans-serif</family><prefer><family>Open Sans</family></prefer></alias>
  <alias><family>serif</family><prefer><family>DejaVu Serif</family></prefer></alias>
  <alias><family>monospace</family><prefer><family>DejaVu Sans Mono</family></prefer></alias>
</fontconfig>
`;

/** True if the system lacks a library (usually NSS) that the browser needs. */
function lacksLibraries(executable: string): boolean {
  try {
    return execFileSync('ldd', [executable], { encoding: 'utf8' }).includes('not found');
  } catch {
    return true;
  }
}

/**
 * @sparticuz/chromium unpacks into the system's temporary folder under fixed names, where two runs or two users
 * collide, and its font settings name that folder. So it unpacks into a separate folder, which is then renamed into
 * place.
 */
async function packagedChromium(): Promise<Found> {
  const folder = join(root, 'node_modules/.cache/phasic-chromium');
  if (!existsSync(folder)) {
    const unpacking = `${folder}.${process.pid}`;
    mkdirSync(unpacking, { recursive: true });
    const before = { ...process.env };
    // TMPDIR sets the target folder, the other requests the libraries of Amazon Linux as well, for systems without NSS.
    Object.assign(process.env, { TMPDIR: unpacking, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' });
    try {
      const { default: packaged } = await import('@sparticuz/chromium');
      await packaged.executablePath();
    } finally {
      for (const name of ['TMPDIR', 'AWS_EXECUTION_ENV', 'LD_LIBRARY_PATH', 'FONTCONFIG_PATH']) {
        if (before[name] === undefined) delete process.env[name];
        else process.env[name] = before[name];
      }
    }
    writeFileSync(join(unpacking, 'fonts/fonts.conf'), fontsConfig(join(folder, 'fonts')));
    try {
      renameSync(unpacking, folder);
    } catch (error) {
      rmSync(unpacking, { recursive: true, force: true });
      if (!existsSync(folder)) throw error;
    }
  }
  const executable = join(folder, 'chromium');
  return {
    executable,
    env: {
      FONTCONFIG_PATH: join(folder, 'fonts'),
      ...(lacksLibraries(executable) ? { LD_LIBRARY_PATH: join(folder, 'al2023/lib') } : {}),
    },
  };
}

async function findChromium(): Promise<Found> {
  const given = process.env['CHROME_PATH'];
  if (given !== undefined && given !== '') {
    if (!existsSync(given)) throw new Error(`CHROME_PATH names ${given}, which does not exist.`);
    return { executable: given, env: {} };
  }
  const installed = systemChromium();
  if (installed !== undefined) return { executable: installed, env: {} };
  if (process.platform === 'linux' && process.arch === 'x64') return packagedChromium();
  throw new Error('No Chromium found. Install Chrome or Chromium, or set CHROME_PATH to its executable.');
}

let shared: Promise<Browser> | undefined;

/**
 * The headless Chromium of this process, started once and ended with the process. Each page that `newPage` of it opens has
 * its own storage.
 */
export async function sharedChromium(): Promise<Browser> {
  const running = await shared?.catch(() => undefined);
  if (running?.isConnected() === true) return running;
  shared = launchChromium();
  return shared;
}

/** Closes every page, and deletes what it stored. Files that share the process begin without any. */
export async function closePages(browser: Browser | undefined): Promise<void> {
  await Promise.all((browser?.contexts() ?? []).map((context) => context.close()));
}

/** Starts a headless Chromium. The caller closes it. */
export async function launchChromium(): Promise<Browser> {
  const { executable, env } = await findChromium();
  const inherited = Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  return chromium.launch({ executablePath: executable, headless: true, args: flags, env: { ...inherited, ...env } });
}
