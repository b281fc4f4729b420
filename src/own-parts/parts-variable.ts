/** The environment variable that names the folder of own parts to every process and thread of the program. */
export const partsVariable = 'PHASIC_PARTS';
