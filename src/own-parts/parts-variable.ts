/** The environment variable that names the folder of own parts to every process and thread of the program. */
export const partsVariable = 'PHASIC_PARTS';

/** The one that names the file of what was agreed to in the app, to every process and thread of the app. */
export const consentVariable = 'PHASIC_AGREED_PARTS';
