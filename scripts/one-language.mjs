// Vite plugin: React Aria has its texts in 34 languages, a hundred kilobytes of them, and the page is written in English.
const other = /\/react-aria(-components)?\/dist\/private\/intl\/(?:[a-z]+\/)?(?!en-US)[a-z]{2}-[A-Z]{2}\.mjs$/;

export function oneLanguage() {
  return {
    name: 'phasic-one-language',
    enforce: 'pre',
    load: (id) => (other.test(id) ? 'export default {};' : undefined),
  };
}
