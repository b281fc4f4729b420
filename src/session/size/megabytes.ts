/** Formats a number of bytes for a sentence. */
export const megabytes = (bytes: number): string => `${Math.ceil(bytes / (1 << 20)).toLocaleString('en-US')} MB`;
