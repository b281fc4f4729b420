/** The file of a saved run that says what it is. */
export const manifestName = 'manifest.json';
