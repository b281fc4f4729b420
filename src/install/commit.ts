/** Defined by the build (electron.vite.config.ts), where it is in the program's repository. */
declare const phasicCommit: string | undefined;

/** The commit that this program was built from, with `-dirty` after it if files had been changed; `unknown` if it cannot be known. */
export const commit: string = typeof phasicCommit === 'string' ? phasicCommit : 'unknown';
