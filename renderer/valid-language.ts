// Chromium passes on the system's language name, even `en-US@posix`, and uPlot passes it to Intl on loading, which
// throws if it is not a language tag. So this is imported before everything else.
try {
  Intl.getCanonicalLocales(navigator.language);
} catch {
  Object.defineProperty(navigator, 'language', { value: 'en' });
}
