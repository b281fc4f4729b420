/** The notations of a design: the extensions of their files. */
const formats = ['txt', 'json', 'rw', 'csv'] as const;
export type DesignFormat = (typeof formats)[number];

/** @returns undefined for a name that does not determine the notation */
export function designFormat(fileName: string): DesignFormat | undefined {
  const ending = /\.([a-z]+)$/i.exec(fileName)?.[1]?.toLowerCase();
  return formats.find((format) => format === ending);
}
