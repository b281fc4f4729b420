import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import module from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { PartsDesk } from '../../src/own-parts/desk.ts';
import { isThisMachine } from '../../src/web/access.ts';
import { buildEntries, type BuiltEntries } from '../built-entries.ts';
import { phasic } from '../cli/phasic.ts';
import { hosted } from '../session/face.ts';
import { temporaryFolder } from '../storage/temporary-folder.ts';

let built: BuiltEntries;
beforeAll(async () => {
  // Rebuilds dist/ if necessary, because a part imports its parts.js.
  expect(phasic(['--version']).code).toBe(0);
  built = await buildEntries({ load: 'src/own-parts/load.ts' });
}, 240_000);
afterAll(() => built?.remove());

const agent = (id: string): string => `export default defineAgent({ id: '${id}', version: 1, title: 'T', summary: 'S',
  citation: { text: 'me' }, architecture: { id: 'complete-serial-compound', parameters: {} },
  objective: { id: 'discounted-return', parameters: {} }, learningRule: { id: 'td-zero', parameters: {} } });\n`;

/** A file that leaves a trace when it is run. */
const traced = (id: string, trace: string): string =>
  `import { writeFileSync } from 'node:fs';\nimport { defineAgent } from 'phasic/parts';\nwriteFileSync(${JSON.stringify(trace)}, '');\n${agent(id)}`;

function write(folder: string, name: string, code: string): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), code);
}

function setting() {
  const folder = temporaryFolder();
  const consentFile = join(temporaryFolder(), 'settings', 'own-parts.json');
  const trace = join(temporaryFolder(), 'was-run');
  write(folder, 'agents/mine.js', traced('mine', trace));
  let restarts = 0;
  const desk = new PartsDesk(consentFile, () => (restarts += 1));
  /** Confirms files as they are displayed now. */
  const agree = async (...names: readonly string[]): Promise<void> => {
    const { files } = await desk.show(folder);
    await desk.agree(
      folder,
      files.filter(({ name }) => names.includes(name)),
    );
  };
  const states = async (): Promise<Readonly<Record<string, string>>> =>
    Object.fromEntries((await desk.show(folder)).files.map(({ name, state }) => [name, state]));
  return { folder, consentFile, trace, desk, agree, states, restarts: () => restarts };
}

/** The parts that a process of the app adds at its start. */
function added(consentFile: string): { readonly loaded: readonly string[]; readonly broken: readonly string[] } {
  const load = pathToFileURL(join(built.folder, 'load.js')).href;
  const program = `const { ownParts } = await import(${JSON.stringify(load)}); const { loaded, broken } = await ownParts();
    console.log(JSON.stringify({ loaded: loaded.map((one) => one.id), broken: broken.map((one) => one.message) }));`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
    encoding: 'utf8',
    env: { ...process.env, PHASIC_AGREED_PARTS: consentFile },
  });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as ReturnType<typeof added>;
}

describe('only confirmed files are run', () => {
  test('all files of a folder are displayed, and none is run', async () => {
    const { folder, consentFile, trace, desk } = setting();
    const text = readFileSync(join(folder, 'agents/mine.js'), 'utf8');
    expect((await desk.show(folder)).files).toMatchObject([
      { name: 'agents/mine.js', text, part: { kind: 'agents', id: 'mine' }, state: 'new', isLoaded: false },
    ]);
    expect(added(consentFile)).toEqual({ loaded: [], broken: [] });
    expect(existsSync(trace)).toBe(false);
  });

  test('a confirmed file is run by the next process, until consent is withdrawn', async () => {
    const { consentFile, trace, desk, agree, states } = setting();
    await agree('agents/mine.js');
    expect(await states()).toEqual({ 'agents/mine.js': 'agreed' });
    expect(added(consentFile)).toEqual({ loaded: ['mine'], broken: [] });
    expect(existsSync(trace)).toBe(true);
    await desk.forget();
    expect(await states()).toEqual({ 'agents/mine.js': 'new' });
    expect(added(consentFile)).toEqual({ loaded: [], broken: [] });
  });

  test('a file that changes, even by one space, is not run until it is confirmed again', async () => {
    const { folder, consentFile, trace, agree, states } = setting();
    await agree('agents/mine.js');
    write(folder, 'agents/mine.js', `${traced('mine', trace)} `);
    expect(await states()).toEqual({ 'agents/mine.js': 'changed' });
    expect(added(consentFile).loaded).toEqual([]);
    expect(existsSync(trace)).toBe(false);
    await agree('agents/mine.js');
    expect(added(consentFile).loaded).toEqual(['mine']);
  });

  test('a file that is added later is not run with the others', async () => {
    const { folder, consentFile, agree, states } = setting();
    await agree('agents/mine.js');
    const trace = join(temporaryFolder(), 'was-run');
    write(folder, 'agents/later.js', traced('later', trace));
    expect(await states()).toEqual({ 'agents/later.js': 'new', 'agents/mine.js': 'agreed' });
    expect(added(consentFile).loaded).toEqual(['mine']);
    expect(existsSync(trace)).toBe(false);
  });

  test('imports of a confirmed file must be confirmed separately', async () => {
    const { folder, consentFile, agree, states } = setting();
    write(folder, 'title.js', "export const title = 'T';\n");
    write(
      folder,
      'agents/other.js',
      `import '../title.js';\nimport { defineAgent } from 'phasic/parts';\n${agent('other')}`,
    );
    await agree('agents/other.js');
    expect(await states()).toMatchObject({ 'title.js': 'new', 'agents/other.js': 'agreed' });
    expect(added(consentFile)).toEqual({
      loaded: [],
      broken: [expect.stringMatching(/imports 'title'.* was not agreed to/)],
    });
    await agree('agents/other.js', 'title.js');
    expect(added(consentFile).loaded).toEqual(['other']);
  });

  test('links, packages and hidden folders are neither displayed nor run', async () => {
    const { folder, states } = setting();
    write(folder, 'node_modules/evil/agents/evil.js', agent('evil'));
    write(folder, '.hidden/agents/evil.js', agent('evil'));
    const elsewhere = temporaryFolder();
    write(elsewhere, 'evil.js', agent('evil'));
    symlinkSync(join(elsewhere, 'evil.js'), join(folder, 'agents/linked.js'));
    symlinkSync(elsewhere, join(folder, 'architectures'));
    expect(Object.keys(await states())).toEqual(['agents/mine.js']);
  });
});

describe('errors are reported in one line', () => {
  test('a file that changed after it was displayed', async () => {
    const { folder, consentFile, desk } = setting();
    const { files } = await desk.show(folder);
    write(folder, 'agents/mine.js', agent('mine'));
    await expect(desk.agree(folder, files)).rejects.toThrow(/agents\/mine\.js: it has changed since it was shown/);
    expect(existsSync(consentFile)).toBe(false);
  });

  test('a damaged setting confirms nothing, and can be replaced', async () => {
    const { consentFile, agree } = setting();
    await agree('agents/mine.js');
    for (const damage of ['{"folder":', '{"folder": 1, "files": {}}', '{"folder": "/", "files": {"a": 1}}']) {
      writeFileSync(consentFile, damage);
      const { loaded, broken } = added(consentFile);
      expect([loaded, broken]).toEqual([[], [expect.stringContaining('does not say which files were agreed to')]]);
    }
    await agree('agents/mine.js');
    expect(added(consentFile).loaded).toEqual(['mine']);
  });

  test('a missing folder does not affect the app', async () => {
    const { consentFile } = setting();
    mkdirSync(dirname(consentFile), { recursive: true });
    writeFileSync(consentFile, JSON.stringify({ folder: '/nonexistent/parts', files: {} }));
    expect(added(consentFile)).toEqual({ loaded: [], broken: [expect.stringContaining('there is no such folder')] });
  });

  test('a relative path, and a folder with too many files', async () => {
    const { desk, folder } = setting();
    await expect(desk.show('my-parts')).rejects.toThrow(/not a whole path/);
    for (let i = 0; i < 2001; i++) writeFileSync(join(folder, `${i}.txt`), '');
    await expect(desk.show(folder)).rejects.toThrow(/more than 2000 files/);
  });

  test.skipIf('stripTypeScriptTypes' in module)(
    'TypeScript on a Node without support for it reports the required version',
    async () => {
      const { folder, consentFile, agree } = setting();
      write(folder, 'agents/typed.ts', agent('typed'));
      await agree('agents/typed.ts');
      expect(added(consentFile).broken).toEqual([
        expect.stringMatching(
          /typed\.ts: TypeScript needs Node 22\.13 or newer, and this is v20\.\d+\.\d+; write it as JavaScript/,
        ),
      ]);
    },
  );
});

describe('permissions', () => {
  test('a page without permission neither sees nor adds anything', async () => {
    const { folder } = setting();
    const page = hosted();
    const files = [{ name: 'agents/mine.js', sha256: 'x'.repeat(44) }];
    for (const body of [
      { type: 'own-parts', folder },
      { type: 'agree-to-parts', folder, files },
      { type: 'forget-parts' },
    ] as const)
      await expect(page.client.request(body)).rejects.toThrow(/may not add parts/);
  });

  test('a page with permission confirms files, gets its answer, and then the program restarts', async () => {
    const { folder, desk, restarts, states } = setting();
    const page = hosted({ partsDesk: desk });
    const { files } = await page.client.request({ type: 'own-parts', folder });
    await page.client.request({
      type: 'agree-to-parts',
      folder,
      files: files.map(({ name, sha256 }) => ({ name, sha256 })),
    });
    expect(await states()).toEqual({ 'agents/mine.js': 'agreed' });
    await vi.waitFor(() => expect(restarts()).toBe(1));
    await page.client.request({ type: 'forget-parts' });
    expect(await states()).toEqual({ 'agents/mine.js': 'new' });
    await vi.waitFor(() => expect(restarts()).toBe(2));
  });

  test.each([
    ['127.0.0.1', true],
    ['::ffff:127.0.0.1', true],
    ['::1', true],
    ['192.168.0.7', false],
    ['::ffff:10.0.0.1', false],
    ['fe80::1', false],
    [undefined, false],
  ])('only pages on this machine have permission: %s', (address, is) => {
    expect(isThisMachine(address)).toBe(is);
  });

  test('the folder of a command option is displayed, and cannot be changed by a page', async () => {
    const { folder, desk } = setting();
    vi.stubEnv('PHASIC_PARTS', folder);
    expect(await desk.show()).toMatchObject({ folder, isGiven: true, files: [{ state: 'agreed', isLoaded: true }] });
    await expect(desk.agree(folder, [])).rejects.toThrow(/started with a folder of parts/);
    vi.unstubAllEnvs();
  });
});
